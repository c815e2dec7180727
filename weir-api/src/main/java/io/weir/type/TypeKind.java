package io.weir.type;

/** The kinds of types the table format knows and this engine reads and writes. */
public enum TypeKind {
    CHAR,
    VARCHAR,
    BOOLEAN,
    BINARY,
    VARBINARY,
    DECIMAL,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    DATE,
    TIME,
    TIMESTAMP,
    /** A timestamp with local time zone: an instant. */
    TIMESTAMP_LTZ,
    ARRAY,
    MAP,
    MULTISET,
    ROW;

    /** Whether values of this kind are made of other values. */
    public boolean isNested() {
        return compareTo(ARRAY) >= 0;
    }

    /** Whether values are character or byte strings. */
    public boolean isBytes() {
        return this == CHAR || this == VARCHAR || this == BINARY || this == VARBINARY;
    }

    /** Whether values are character strings. */
    public boolean isText() {
        return this == CHAR || this == VARCHAR;
    }

    /** Whether values are numbers: integers, decimals or floating point. */
    public boolean isNumeric() {
        return this == DECIMAL || isInteger() || this == FLOAT || this == DOUBLE;
    }

    /** Whether values are integers of 8 to 64 bits. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }
}
