package io.weir.table;

/**
 * How much a read leaves out inside of files, for explaining. A file that several splits share
 * counts once, with what they read of it together.
 *
 * @param rowGroups row groups of the files
 * @param rowGroupsRead those of which at least one row is looked at
 * @param rows rows of the files
 * @param rowsRead rows that row groups and pages could not leave out
 */
public record RowGroupPruning(long rowGroups, long rowGroupsRead, long rows, long rowsRead) {}
