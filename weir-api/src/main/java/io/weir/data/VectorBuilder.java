package io.weir.data;

import io.weir.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Makes a vector by appending, growing as needed. One thread at a time.
 *
 * <p>The bulk methods are for the road of the data; {@link #appendValue} is for the edges. A BYTES
 * builder takes plain and dictionary vectors and builds plain ones.
 */
public abstract class VectorBuilder {

    VectorBuilder() {}

    /** A builder for values of a type, with room for {@code rowsExpected} before it grows. */
    public static VectorBuilder of(DataType type, int rowsExpected) {
        return VectorBuilders.of(type, rowsExpected);
    }

    /** A vector in which every value is null. */
    public static ColumnVector nulls(DataType type, int length) {
        return VectorBuilders.nulls(type, length);
    }

    /**
     * A vector that holds one value in every row, such as a partition column. Text and bytes come
     * as a {@link DictionaryVector} of one entry.
     *
     * @param value a Java value as {@link Row} lists them, or null
     * @throws io.weir.error.InvalidRequestException if its class or range does not fit the type
     */
    public static ColumnVector constant(DataType type, @Nullable Object value, int length) {
        return VectorBuilders.constant(type, value, length);
    }

    /** Values appended since the last {@link #build}. */
    public abstract int length();

    /** Memory held now, in bytes. */
    public abstract long memoryBytes();

    public abstract void appendNull();

    /** Appends one value of a vector of the same type. */
    public abstract void append(ColumnVector source, int row);

    /**
     * Appends {@code source[rows[from .. from + count)]}; rows may come in any order and repeat.
     */
    public abstract void append(ColumnVector source, int[] rows, int from, int count);

    /** Appends {@code source[from .. from + count)}. */
    public abstract void appendRange(ColumnVector source, int from, int count);

    /**
     * Appends a Java value as {@link Row} lists them. A null at the top is taken whatever the type
     * says; inside lists and maps it must be allowed. After an error the builder is of no more use.
     *
     * @throws io.weir.error.InvalidRequestException if its class or range does not fit the type
     */
    public abstract void appendValue(@Nullable Object value);

    /** The vector of all appended values; the builder is empty afterwards and may be used again. */
    public abstract ColumnVector build();
}
