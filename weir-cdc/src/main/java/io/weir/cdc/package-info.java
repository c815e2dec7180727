/**
 * From a live database's changelog into lake tables.
 *
 * <p>{@link io.weir.cdc.PostgresSync} is one running job: it reads the initial rows and then the
 * changes of a PostgreSQL database through Debezium's engine, inside this process, and commits them
 * at every interval, one commit a table. The position in the source is part of the snapshot that
 * holds the data (see {@code Position}), so a job that dies at any moment goes on where the tables
 * are: nothing is lost and nothing comes twice. {@link io.weir.cdc.PostgresSettings} and {@link
 * io.weir.cdc.SyncSettings} say what to read and how to write; {@link io.weir.cdc.SyncStatus} tells
 * how it goes.
 *
 * <p>Rows of the source arrive one by one as Debezium makes them; they become columns here and stay
 * so.
 */
@NullMarked
package io.weir.cdc;

import org.jspecify.annotations.NullMarked;
