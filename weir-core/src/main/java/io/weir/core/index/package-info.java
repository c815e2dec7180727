/**
 * Indexes beside the data files: for now the bucket hash index of dynamic buckets.
 *
 * <p>{@link io.weir.core.index.HashIndexStore} reads and writes its files, {@link
 * io.weir.core.index.HashBuckets} is the map from key hash to bucket in memory. Which bucket a new
 * key goes to is decided by {@code core.write}. Deletion vectors are not read yet; tables that have
 * them are refused.
 */
@NullMarked
package io.weir.core.index;

import org.jspecify.annotations.NullMarked;
