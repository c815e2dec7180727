package io.weir.core.meta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A serialised partition as the key of a map.
 *
 * @param bytes not to be changed
 */
public record PartitionKey(byte[] bytes) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartitionKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
