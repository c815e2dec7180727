package io.weir.core.meta;

import io.weir.type.DataType;
import io.weir.type.TypeKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which types a column may be changed between (format section 2.4). Values are cast when old files
 * are read; {@code core.file} has the casts. What it, or another reader, has no cast for is not
 * allowed: it would make the table unreadable.
 */
final class TypeChanges {

    private static final Set<TypeKind> TEXTS = EnumSet.of(TypeKind.CHAR, TypeKind.VARCHAR);

    private static final Set<TypeKind> TIMESTAMPS =
            EnumSet.of(TypeKind.TIMESTAMP, TypeKind.TIMESTAMP_LTZ);

    private TypeChanges() {}

    /**
     * Whether a column may change its type; nullability plays no role.
     *
     * @param explicit whether casts that may lose something are allowed too
     */
    static boolean allowed(DataType from, DataType to, boolean explicit) {
        if (from.notNull().equals(to.notNull())) {
            return true;
        }
        if (from.kind().isNested() || to.kind().isNested()) {
            // Nested fields are changed one by one; only text can hold a nested value as a whole.
            return explicit && TEXTS.contains(to.kind()) && from.kind() != TypeKind.MULTISET;
        }
        return hasCast(from, to)
                && (implicit(from.kind(), to.kind())
                        || (explicit && explicit(from.kind(), to.kind())));
    }

    /** Not every pair that types alone would allow has a cast in the readers of the format. */
    private static boolean hasCast(DataType from, DataType to) {
        if (TEXTS.contains(to.kind()) && isTime(from.kind())) {
            return to.notNull().equals(DataType.string().notNull());
        }
        if (TIMESTAMPS.contains(from.kind()) && to.kind().isNumeric()) {
            return isWide(to.kind());
        }
        if (from.kind().isNumeric() && TIMESTAMPS.contains(to.kind())) {
            return isWide(from.kind());
        }
        return from.kind() != TypeKind.TIME || to.kind() != TypeKind.TIME;
    }

    private static boolean isTime(TypeKind kind) {
        return kind == TypeKind.DATE || kind == TypeKind.TIME || TIMESTAMPS.contains(kind);
    }

    private static boolean isWide(TypeKind kind) {
        return kind == TypeKind.INT || kind == TypeKind.BIGINT;
    }

    private static boolean implicit(TypeKind from, TypeKind to) {
        if (from == to) {
            return true;
        }
        return switch (to) {
            case VARCHAR -> from == TypeKind.CHAR;
            case VARBINARY -> from == TypeKind.BINARY;
            case SMALLINT -> from == TypeKind.TINYINT;
            case INT -> from == TypeKind.TINYINT || from == TypeKind.SMALLINT;
            case BIGINT -> from.isInteger();
            case FLOAT -> from.isInteger() || from == TypeKind.DECIMAL;
            case DOUBLE, DECIMAL -> from.isNumeric();
            case DATE, TIME -> from == TypeKind.TIMESTAMP;
            case TIMESTAMP, TIMESTAMP_LTZ -> TIMESTAMPS.contains(from);
            default -> false;
        };
    }

    private static boolean explicit(TypeKind from, TypeKind to) {
        boolean text = TEXTS.contains(from);
        return switch (to) {
            case CHAR, VARCHAR -> true;
            case BOOLEAN -> text || from.isInteger();
            case BINARY -> text || from == TypeKind.VARBINARY;
            case VARBINARY -> text;
            case DECIMAL, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE ->
                    text
                            || from.isNumeric()
                            || from == TypeKind.BOOLEAN
                            || TIMESTAMPS.contains(from);
            case DATE, TIME -> text || from == TypeKind.TIMESTAMP_LTZ;
            case TIMESTAMP, TIMESTAMP_LTZ ->
                    text || from.isNumeric() || from == TypeKind.DATE || from == TypeKind.TIME;
            case ARRAY, MAP, MULTISET, ROW -> false;
        };
    }
}
