package io.weir.type;

import io.weir.error.InvalidRequestException;

/**
 * A type whose values are single: numbers, text, bytes, times.
 *
 * @param kind not nested
 * @param precision length of character and byte strings ({@link #LENGTH_MAX} when unlimited),
 *     digits of decimals, fraction digits of times and timestamps; 0 for the others
 * @param scale digits after the point of decimals; 0 for the others
 * @param nullable whether null is a value
 */
public record ScalarType(TypeKind kind, int precision, int scale, boolean nullable)
        implements DataType {

    /** The length that means "no limit". */
    public static final int LENGTH_MAX = Integer.MAX_VALUE;

    public ScalarType {
        String problem =
                switch (kind) {
                    case CHAR, VARCHAR, BINARY, VARBINARY ->
                            precision < 1 ? "length must be at least 1" : null;
                    case DECIMAL ->
                            precision < 1 || precision > 38 || scale < 0 || scale > precision
                                    ? "needs 1 <= precision <= 38 and 0 <= scale <= precision"
                                    : null;
                    case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                            precision < 0 || precision > 9 ? "precision must be 0 to 9" : null;
                    case ARRAY, MAP, MULTISET, ROW -> "is not a scalar type";
                    default -> null;
                };
        if (problem != null) {
            throw new InvalidRequestException(
                    "type " + kind + "(" + precision + ", " + scale + ") " + problem);
        }
    }

    static ScalarType of(TypeKind kind, int precision, int scale) {
        return new ScalarType(kind, precision, scale, true);
    }

    /** Length of a character or byte string: the precision under its usual name. */
    public int length() {
        return precision;
    }

    @Override
    public ScalarType withNullable(boolean value) {
        return value == nullable ? this : new ScalarType(kind, precision, scale, value);
    }

    @Override
    public String toString() {
        return text() + (nullable ? "" : " NOT NULL");
    }

    private String text() {
        return switch (kind) {
            case VARCHAR -> precision == LENGTH_MAX ? "STRING" : "VARCHAR(" + precision + ")";
            case VARBINARY -> precision == LENGTH_MAX ? "BYTES" : "VARBINARY(" + precision + ")";
            case CHAR, BINARY, TIME, TIMESTAMP -> kind + "(" + precision + ")";
            case TIMESTAMP_LTZ -> "TIMESTAMP(" + precision + ") WITH LOCAL TIME ZONE";
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            default -> kind.name();
        };
    }
}
