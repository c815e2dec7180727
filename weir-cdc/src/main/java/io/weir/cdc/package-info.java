/**
 * From a live database's changelog into lake tables.
 *
 * <p>{@link io.weir.cdc.PostgresSync} is one running job: it follows the changes of a PostgreSQL
 * database through Debezium's engine, inside this process, and commits them at every interval, one
 * commit a table. The position in the source is part of the snapshot that holds the data (see
 * {@code Position}), so a job that dies at any moment goes on where the tables are: nothing is lost
 * and nothing comes twice.
 *
 * <p>The log does not tell everything: not the rows from before, not what altering a table does to
 * them. {@code TableWatch} compares tables with what the lake knows of them by the traces that such
 * doings leave in the catalog ({@code TableShape}). {@code TableLoad} reads one as a whole, at any
 * time and beside the log, together with the transactions it saw, which are passed over in the log;
 * the changes of others are held until it is done. {@link io.weir.cdc.PostgresSettings} and {@link
 * io.weir.cdc.SyncSettings} say what to read and how to write; {@link io.weir.cdc.SyncStatus} tells
 * how it goes.
 *
 * <p>Values come as PostgreSQL spells them ({@code RawValues}), read or streamed, and go one road
 * into columns ({@code SourceValues}, {@code RowBuffer}).
 */
@NullMarked
package io.weir.cdc;

import org.jspecify.annotations.NullMarked;
