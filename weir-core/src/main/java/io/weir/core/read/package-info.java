/**
 * From a split to batches.
 *
 * <p>{@code SplitReader} opens the files of a split in one of three ways. A raw read hands the
 * batches of the files through. A merge read sorts the files into runs, merges them by key and
 * drops deleted rows. A change read gives the rows of delta or changelog files with their row
 * kinds. Filters run as low as is safe: on rows of a raw read, but only on key columns below a
 * merge, since an older version of a row must not reappear when the newest one is filtered out.
 */
@NullMarked
package io.weir.core.read;

import org.jspecify.annotations.NullMarked;
