package io.weir.core.file;

import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns conditions on the table's columns into conditions on those of a file written under another
 * schema. The result is satisfied by every row that satisfies the original, perhaps by more: what
 * cannot be said of the file's column is left out.
 */
final class FilePredicates {

    static final Predicate ALWAYS = new Predicate.And(List.of());
    static final Predicate NEVER = new Predicate.Or(List.of());

    private final RowType table;
    private final RowType file;
    private final Map<String, @Nullable Object> constants;

    /**
     * @param table the columns the conditions speak of
     * @param file the columns of the file, by id the same
     * @param constants values of partition columns by name
     */
    FilePredicates(RowType table, RowType file, Map<String, @Nullable Object> constants) {
        this.table = table;
        this.file = file;
        this.constants = new LinkedHashMap<>(constants);
    }

    Predicate translate(Predicate predicate) {
        if (predicate instanceof Predicate.And and) {
            return all(and.parts());
        }
        if (predicate instanceof Predicate.Or or) {
            return any(or.parts());
        }
        String column = columnOf(predicate);
        if (constants.containsKey(column)) {
            return ofConstant(predicate, constants.get(column));
        }
        int position = table.indexOf(column);
        if (position < 0) {
            return ALWAYS;
        }
        Field wanted = table.field(position);
        Field found = Evolution.fieldOf(file, wanted.id());
        if (found == null) {
            return predicate instanceof Predicate.IsNull ? ALWAYS : NEVER;
        }
        return ofColumn(predicate, found, wanted.type());
    }

    private Predicate all(List<Predicate> parts) {
        List<Predicate> kept = new ArrayList<>(parts.size());
        for (Predicate part : parts) {
            Predicate translated = translate(part);
            if (translated.equals(NEVER)) {
                return NEVER;
            }
            if (!translated.equals(ALWAYS)) {
                kept.add(translated);
            }
        }
        return kept.size() == 1 ? kept.get(0) : new Predicate.And(kept);
    }

    private Predicate any(List<Predicate> parts) {
        List<Predicate> kept = new ArrayList<>(parts.size());
        for (Predicate part : parts) {
            Predicate translated = translate(part);
            if (translated.equals(ALWAYS)) {
                return ALWAYS;
            }
            if (!translated.equals(NEVER)) {
                kept.add(translated);
            }
        }
        return kept.size() == 1 ? kept.get(0) : new Predicate.Or(kept);
    }

    static String columnOf(Predicate leaf) {
        if (leaf instanceof Predicate.Compare compare) {
            return compare.column();
        }
        if (leaf instanceof Predicate.In in) {
            return in.column();
        }
        return leaf instanceof Predicate.IsNull isNull
                ? isNull.column()
                : ((Predicate.IsNotNull) leaf).column();
    }

    /**
     * A condition on a value that is the same in all rows; conditions that are not plain equality
     * stay open.
     */
    private static Predicate ofConstant(Predicate leaf, @Nullable Object value) {
        if (leaf instanceof Predicate.IsNull) {
            return value == null ? ALWAYS : NEVER;
        }
        if (value == null) {
            return NEVER;
        }
        if (leaf instanceof Predicate.Compare compare
                && compare.comparison() == Predicate.Comparison.EQUAL
                && isPlain(value)) {
            return compare.literal().equals(value) ? ALWAYS : NEVER;
        }
        if (leaf instanceof Predicate.In in && isPlain(value)) {
            return in.literals().contains(value) ? ALWAYS : NEVER;
        }
        return ALWAYS;
    }

    /**
     * Whether {@code equals} is the equality of the column: not for decimals, floating point and
     * bytes.
     */
    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long;
    }

    private static Predicate ofColumn(Predicate leaf, Field found, DataType wanted) {
        String name = found.name();
        boolean widened = isWidened(found.type(), wanted);
        if (wanted.kind().isNested() || !(widened || hasSameValues(found.type(), wanted))) {
            return ALWAYS;
        }
        if (leaf instanceof Predicate.Compare compare) {
            Object literal = widened ? narrow(compare.literal(), found.type()) : compare.literal();
            if (literal == null) {
                return compare.comparison() == Predicate.Comparison.EQUAL ? NEVER : ALWAYS;
            }
            return new Predicate.Compare(name, compare.comparison(), literal);
        }
        if (leaf instanceof Predicate.In in) {
            return widened ? narrowIn(in, found) : new Predicate.In(name, in.literals());
        }
        return leaf instanceof Predicate.IsNull
                ? new Predicate.IsNull(name)
                : new Predicate.IsNotNull(name);
    }

    private static Predicate narrowIn(Predicate.In in, Field found) {
        List<Object> literals = new ArrayList<>();
        for (Object literal : in.literals()) {
            Object narrow = narrow(literal, found.type());
            if (narrow != null) {
                literals.add(narrow);
            }
        }
        return literals.isEmpty() ? NEVER : new Predicate.In(found.name(), literals);
    }

    /** Whether the cast between two types changes no value. */
    static boolean hasSameValues(DataType from, DataType to) {
        if (from.withNullable(true).equals(to.withNullable(true))) {
            return true;
        }
        return from instanceof ScalarType source
                && to instanceof ScalarType target
                && source.kind().isText()
                && target.kind() == TypeKind.VARCHAR
                && source.length() <= target.length();
    }

    private static boolean isWidened(DataType from, DataType to) {
        return from.kind().isInteger()
                && to.kind().isInteger()
                && from.kind().compareTo(to.kind()) < 0;
    }

    /** An integer literal in the class of a narrower column; null if it does not fit. */
    private static @Nullable Object narrow(Object literal, DataType type) {
        if (!(literal instanceof Number number)) {
            return null;
        }
        long value = number.longValue();
        return switch (type.kind()) {
            case TINYINT -> (byte) value == value ? (Object) (byte) value : null;
            case SMALLINT -> (short) value == value ? (Object) (short) value : null;
            default -> (int) value == value ? (Object) (int) value : null;
        };
    }
}
