/**
 * One bucket of a primary-key table: a log-structured merge tree.
 *
 * <p>{@link io.weir.core.lsm.LsmBucketWriter} takes rows into a {@code WriteBuffer} (columns,
 * sequence numbers, row kinds), flushes it sorted and merged into files of level 0, and runs
 * compactions behind it. {@code Levels} is which files there are: on level 0 each file is a sorted
 * run, newest first, on the others each level is one. {@code CompactionPicker} chooses which runs
 * to merge and into which level; {@code CompactionTask} does it. How rows of equal keys become one
 * is not known here but in {@link io.weir.core.merge}.
 */
@NullMarked
package io.weir.core.lsm;

import org.jspecify.annotations.NullMarked;
