/**
 * The bytes the format is made of: binary rows, hashes, variable-length numbers, the Avro
 * container.
 *
 * <p>Start with {@link io.weir.core.codec.BinaryRow} (keys, partitions and statistics in metadata)
 * and {@link io.weir.core.codec.AvroFileReader} (the container of manifests). What the bytes mean,
 * which fields a manifest has, is not here but in {@code io.weir.core.meta}.
 */
@NullMarked
package io.weir.core.codec;

import org.jspecify.annotations.NullMarked;
