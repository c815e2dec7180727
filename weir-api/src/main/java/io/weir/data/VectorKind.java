package io.weir.data;

import io.weir.type.DataType;
import io.weir.type.ScalarType;

/** The shapes of column vectors, and which shape holds which type. */
public enum VectorKind {
    /** {@link ByteVector}: BOOLEAN (0 or 1), TINYINT. */
    BYTE,
    /**
     * {@link IntVector}: SMALLINT, INT, DATE (days since 1970-01-01), TIME (milliseconds of the
     * day).
     */
    INT,
    /**
     * {@link LongVector}: BIGINT; DECIMAL of at most 18 digits (unscaled); timestamps of at most 3
     * fraction digits (milliseconds since 1970) and of 4 to 6 (microseconds since 1970).
     */
    LONG,
    /**
     * {@link WideVector}: DECIMAL of more than 18 digits (128-bit two's complement); timestamps of
     * more than 6 fraction digits (high: milliseconds since 1970, floored; low: nanoseconds of the
     * millisecond, 0..999999).
     */
    WIDE,
    FLOAT,
    DOUBLE,
    /** {@link BytesVector}: CHAR, VARCHAR (UTF-8), BINARY, VARBINARY. */
    BYTES,
    /**
     * {@link DictionaryVector}: the types of BYTES, by code. Any place that takes BYTES must take
     * it too.
     */
    DICTIONARY,
    ARRAY,
    /** {@link MapVector}: MAP and MULTISET (values are INT counts). */
    MAP,
    ROW;

    /**
     * The kind of vector that holds values of a type; never {@link #DICTIONARY}, which may stand
     * for {@link #BYTES}.
     */
    public static VectorKind of(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> BYTE;
            case SMALLINT, INT, DATE, TIME -> INT;
            case BIGINT -> LONG;
            case DECIMAL -> ((ScalarType) type).precision() <= 18 ? LONG : WIDE;
            case TIMESTAMP, TIMESTAMP_LTZ -> ((ScalarType) type).precision() <= 6 ? LONG : WIDE;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case CHAR, VARCHAR, BINARY, VARBINARY -> BYTES;
            case ARRAY -> ARRAY;
            case MAP, MULTISET -> MAP;
            case ROW -> ROW;
        };
    }
}
