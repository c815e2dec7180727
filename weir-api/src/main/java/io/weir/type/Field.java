package io.weir.type;

import org.jspecify.annotations.Nullable;

/**
 * One column of a row type.
 *
 * @param id unique in the table, nested fields included; the identity of the column across schema
 *     versions
 * @param name as users say it
 * @param type with its nullability
 * @param description the column's comment
 * @param defaultValue text applied by writers where the column is missing or null
 */
public record Field(
        int id,
        String name,
        DataType type,
        @Nullable String description,
        @Nullable String defaultValue) {

    public static Field of(int id, String name, DataType type) {
        return new Field(id, name, type, null, null);
    }

    public Field withType(DataType newType) {
        return new Field(id, name, newType, description, defaultValue);
    }

    public Field withName(String newName) {
        return new Field(id, newName, type, description, defaultValue);
    }

    public Field withId(int newId) {
        return new Field(newId, name, type, description, defaultValue);
    }
}
