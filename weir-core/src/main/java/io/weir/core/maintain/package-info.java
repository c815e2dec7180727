/**
 * Work on a table that changes no rows: expiry of snapshots, compaction on request.
 *
 * <p>{@link io.weir.core.maintain.TableMaintenance} is what users call; {@link
 * io.weir.core.maintain.SnapshotExpiry} decides which snapshots go and which files nobody needs any
 * more.
 */
@NullMarked
package io.weir.core.maintain;

import org.jspecify.annotations.NullMarked;
