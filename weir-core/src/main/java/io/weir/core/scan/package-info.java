/**
 * From a query to a work list: which snapshot, which files, which splits.
 *
 * <p>{@code SnapshotSelection} finds the snapshot the {@code scan.*} options mean, {@code
 * FilePruning} leaves out manifests and files that cannot hold a matching row, {@code
 * SplitPlanning} groups the rest so that each split can be read on its own: files whose keys
 * overlap stay together or are cut at the same keys. {@code TableScan} does the three in a row;
 * {@code FollowingScan} goes from snapshot to snapshot. Start with {@code FileSplit}, what comes
 * out. Opening data files is not done here but in {@code core.read}.
 */
@NullMarked
package io.weir.core.scan;

import org.jspecify.annotations.NullMarked;
