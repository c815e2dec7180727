package io.weir.format;

/**
 * A stretch of rows stored together.
 *
 * @param firstRow number of its first row in the file
 * @param rowCount its rows
 * @param sizeBytes its bytes in the file
 */
public record RowGroup(long firstRow, long rowCount, long sizeBytes) {}
