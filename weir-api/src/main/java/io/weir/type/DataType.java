package io.weir.type;

/**
 * The type of a column or of a nested value, with its nullability. Immutable; equal when kind,
 * parameters, nullability and children are equal.
 *
 * <p>Every type has a text form, {@link Object#toString()}, that is the one of schema files for
 * scalars ({@code DECIMAL(12, 2) NOT NULL}) and the SQL spelling for nested ones ({@code
 * ARRAY<INT>}).
 */
public sealed interface DataType permits ScalarType, ArrayType, MapType, MultisetType, RowType {

    TypeKind kind();

    /** Whether null is a value of this type. */
    boolean nullable();

    /** The same type with the given nullability. */
    DataType withNullable(boolean nullable);

    /** The same type, not nullable. */
    default DataType notNull() {
        return withNullable(false);
    }

    static ScalarType bool() {
        return ScalarType.of(TypeKind.BOOLEAN, 0, 0);
    }

    static ScalarType tinyint() {
        return ScalarType.of(TypeKind.TINYINT, 0, 0);
    }

    static ScalarType smallint() {
        return ScalarType.of(TypeKind.SMALLINT, 0, 0);
    }

    static ScalarType integer() {
        return ScalarType.of(TypeKind.INT, 0, 0);
    }

    static ScalarType bigint() {
        return ScalarType.of(TypeKind.BIGINT, 0, 0);
    }

    static ScalarType floating() {
        return ScalarType.of(TypeKind.FLOAT, 0, 0);
    }

    static ScalarType doubling() {
        return ScalarType.of(TypeKind.DOUBLE, 0, 0);
    }

    /** {@code DECIMAL(precision, scale)}: 1 &le; precision &le; 38, 0 &le; scale &le; precision. */
    static ScalarType decimal(int precision, int scale) {
        return ScalarType.of(TypeKind.DECIMAL, precision, scale);
    }

    /** Character string without a limit. */
    static ScalarType string() {
        return ScalarType.of(TypeKind.VARCHAR, ScalarType.LENGTH_MAX, 0);
    }

    static ScalarType varchar(int length) {
        return ScalarType.of(TypeKind.VARCHAR, length, 0);
    }

    static ScalarType character(int length) {
        return ScalarType.of(TypeKind.CHAR, length, 0);
    }

    /** Byte string without a limit. */
    static ScalarType bytes() {
        return ScalarType.of(TypeKind.VARBINARY, ScalarType.LENGTH_MAX, 0);
    }

    static ScalarType varbinary(int length) {
        return ScalarType.of(TypeKind.VARBINARY, length, 0);
    }

    static ScalarType binary(int length) {
        return ScalarType.of(TypeKind.BINARY, length, 0);
    }

    static ScalarType date() {
        return ScalarType.of(TypeKind.DATE, 0, 0);
    }

    /** Time of day; values have milliseconds at every precision (0..9). */
    static ScalarType time(int precision) {
        return ScalarType.of(TypeKind.TIME, precision, 0);
    }

    /** Wall clock without a zone, precision 0..9 fraction digits. */
    static ScalarType timestamp(int precision) {
        return ScalarType.of(TypeKind.TIMESTAMP, precision, 0);
    }

    /** An instant, precision 0..9 fraction digits. */
    static ScalarType timestampLtz(int precision) {
        return ScalarType.of(TypeKind.TIMESTAMP_LTZ, precision, 0);
    }

    static ArrayType array(DataType element) {
        return new ArrayType(element, true);
    }

    static MapType map(DataType key, DataType value) {
        return new MapType(key, value, true);
    }

    static MultisetType multiset(DataType element) {
        return new MultisetType(element, true);
    }
}
