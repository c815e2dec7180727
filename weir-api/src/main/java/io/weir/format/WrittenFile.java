package io.weir.format;

import java.util.List;

/**
 * A finished file.
 *
 * @param sizeBytes its length
 * @param rowCount its rows
 * @param statistics one a column, in the order of the type it was created with
 */
public record WrittenFile(long sizeBytes, long rowCount, List<ColumnStatistics> statistics) {}
