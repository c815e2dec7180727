/**
 * Parquet files in columns, without Hadoop.
 *
 * <p>{@link io.weir.parquet.ParquetFormatProvider} is the door. Writing: a {@code ParquetWriter}
 * has one {@code ColumnWriter} a column, which cuts nested values into levels and hands each leaf
 * to a {@code ChunkWriter}; that one encodes and compresses pages and keeps them until the row
 * group is full. Reading: a {@code ParquetReader} knows the footer and answers predicates from
 * statistics; a {@code ParquetCursor} moves one {@code ColumnReader} a column forward, page by
 * page.
 *
 * <p>What belongs elsewhere: matching of columns by field id and casts (a file's columns are found
 * by name and given in the types the caller declares), merging, and statistics modes.
 */
@NullMarked
package io.weir.parquet;

import org.jspecify.annotations.NullMarked;
