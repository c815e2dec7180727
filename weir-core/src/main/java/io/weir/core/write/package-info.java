/**
 * A table's writer: checks rows, finds partition and bucket of each, and hands them to one writer a
 * bucket.
 *
 * <p>{@link io.weir.core.write.TableWriter} is the entry. Rows stay in columns: a batch is cut into
 * row numbers by (partition, bucket), and the columns are passed on as they came. How one bucket
 * buffers, flushes and compacts is not said here but in {@code core.lsm} and {@code core.append};
 * making a snapshot of what was written is {@code core.commit}.
 */
@NullMarked
package io.weir.core.write;

import org.jspecify.annotations.NullMarked;
