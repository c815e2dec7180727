/**
 * SQL in one process: DuckDB is the query engine, Weir's scans feed it, and Weir's own statements
 * (definitions, writes, procedures) are parsed here in front of it.
 *
 * <p>Start with {@link io.weir.sql.SqlSession}: it executes one statement and gives a {@link
 * io.weir.sql.SqlResult}. {@link io.weir.sql.SqlScript} cuts a script into statements.
 *
 * <p>The road of a query: {@code Lexer} and {@code QueryText} take out what DuckDB does not know
 * (hints, time travel, backquotes); the parser of DuckDB tells where tables stand; a first plan
 * over stubs tells which columns and conditions each of them needs; each is then scanned once, as
 * an Arrow stream that threads of ours fill, and the statement runs over those streams.
 *
 * <p>Not here: how a table is read or written. That is behind {@code io.weir.table}.
 */
@NullMarked
package io.weir.sql;

import org.jspecify.annotations.NullMarked;
