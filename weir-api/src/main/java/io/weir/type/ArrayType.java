package io.weir.type;

/**
 * A list of values of one type.
 *
 * @param element type of the values
 * @param nullable whether the list itself may be null
 */
public record ArrayType(DataType element, boolean nullable) implements DataType {

    @Override
    public TypeKind kind() {
        return TypeKind.ARRAY;
    }

    @Override
    public ArrayType withNullable(boolean value) {
        return new ArrayType(element, value);
    }

    @Override
    public String toString() {
        return "ARRAY<" + element + ">" + (nullable ? "" : " NOT NULL");
    }
}
