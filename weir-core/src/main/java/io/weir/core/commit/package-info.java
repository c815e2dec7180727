/**
 * Making snapshots: the commit protocol, its checks, manifest merging, overwriting.
 *
 * <p>{@link io.weir.core.commit.TableCommitter} is the entry. A commit is one or two attempts in a
 * retry loop: the data first, then the compaction, each published by put-if-absent. What happens to
 * old snapshots afterwards is {@code core.maintain}.
 */
@NullMarked
package io.weir.core.commit;

import org.jspecify.annotations.NullMarked;
