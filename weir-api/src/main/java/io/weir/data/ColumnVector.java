package io.weir.data;

/**
 * One column of a batch. Immutable after it was handed over. Choose by {@link #kind()} once a
 * batch, then loop over the arrays of the final class.
 */
public sealed interface ColumnVector
        permits ByteVector,
                IntVector,
                LongVector,
                WideVector,
                FloatVector,
                DoubleVector,
                BytesVector,
                DictionaryVector,
                ArrayVector,
                MapVector,
                RowVector {

    VectorKind kind();

    /** Number of values. */
    int length();

    Validity validity();

    default boolean isNull(int row) {
        return !validity().isValid(row);
    }

    /** Memory held by the arrays, children included, in bytes. */
    long memoryBytes();
}
