package io.weir.core.meta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A serialised partition as the key of a map. Its bytes are kept, not copied, and not to be
 * changed.
 */
public final class PartitionKey {

    private final byte[] bytes;
    private final int hash;

    public PartitionKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PartitionKey that
                        && hash == that.hash
                        && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
