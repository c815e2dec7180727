package io.weir.data;

import io.weir.error.InvalidRequestException;

/** How the arrays of builders grow: by half, up to what an array can hold. */
final class Growth {

    static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

    private Growth() {}

    /** A length of at least {@code needed}, the present one being too small. */
    static int grown(int length, long needed) {
        if (needed > LENGTH_MAX) {
            throw new InvalidRequestException(
                    "a vector of "
                            + needed
                            + " values or bytes is too long; at most "
                            + LENGTH_MAX
                            + " fit");
        }
        return (int) Math.min(LENGTH_MAX, Math.max(needed, 16L + length + (length >> 1)));
    }
}
