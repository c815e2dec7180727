/**
 * One bucket of an append table: writing through to files, and joining small files.
 *
 * <p>{@link io.weir.core.append.AppendBucketWriter} writes; {@link
 * io.weir.core.append.AppendCompaction} says which files are worth joining and joins them.
 */
@NullMarked
package io.weir.core.append;

import org.jspecify.annotations.NullMarked;
