package io.weir.type;

/**
 * A list of key and value pairs in insertion order; keys are never null in files.
 *
 * @param key type of the keys
 * @param value type of the values
 * @param nullable whether the map itself may be null
 */
public record MapType(DataType key, DataType value, boolean nullable) implements DataType {

    @Override
    public TypeKind kind() {
        return TypeKind.MAP;
    }

    @Override
    public MapType withNullable(boolean isNullable) {
        return new MapType(key, value, isNullable);
    }

    @Override
    public String toString() {
        return "MAP<" + key + ", " + value + ">" + (nullable ? "" : " NOT NULL");
    }
}
