/**
 * Tables: reading, writing, committing.
 *
 * <p>A {@link io.weir.table.Table} is the entry. Reading: {@link io.weir.table.Scan} makes a {@link
 * io.weir.table.Plan} of {@link io.weir.table.Split}s, {@link io.weir.table.TableRead} turns splits
 * into batches; {@link io.weir.table.StreamScan} follows the changes. Writing: {@link
 * io.weir.table.TableWrite} takes batches and yields {@link io.weir.table.CommitMessage}s, {@link
 * io.weir.table.TableCommit} makes a snapshot of them. Splits, messages, plans and states have a
 * versioned binary form, since planner, readers, writers and committer may be different processes.
 */
@NullMarked
package io.weir.table;

import org.jspecify.annotations.NullMarked;
