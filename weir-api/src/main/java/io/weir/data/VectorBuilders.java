package io.weir.data;

import io.weir.type.DataType;

/** The builders of all vector kinds. */
final class VectorBuilders {

    private VectorBuilders() {}

    static VectorBuilder of(DataType type, int rowsExpected) {
        throw new IllegalStateException("no builder for " + type + " of " + rowsExpected);
    }
}
