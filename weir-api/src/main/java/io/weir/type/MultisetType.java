package io.weir.type;

/**
 * Values with how often each occurs; stored as a map from value to INT count.
 *
 * @param element type of the values
 * @param nullable whether the multiset itself may be null
 */
public record MultisetType(DataType element, boolean nullable) implements DataType {

    @Override
    public TypeKind kind() {
        return TypeKind.MULTISET;
    }

    @Override
    public MultisetType withNullable(boolean value) {
        return new MultisetType(element, value);
    }

    /** The map that has the same layout: element to INT NOT NULL. */
    public MapType asMap() {
        return new MapType(element, DataType.integer().notNull(), nullable);
    }

    @Override
    public String toString() {
        return "MULTISET<" + element + ">" + (nullable ? "" : " NOT NULL");
    }
}
