package io.weir.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row as Java values: for the edges (a row typed by a person, a test, a partition), never for
 * the road of the data.
 *
 * <p>Values by type: BOOLEAN {@code Boolean}; TINYINT, SMALLINT, INT, BIGINT {@code Byte, Short,
 * Integer, Long}; FLOAT, DOUBLE {@code Float, Double}; DECIMAL {@code BigDecimal} with the column's
 * scale; CHAR, VARCHAR {@code String}; BINARY, VARBINARY {@code byte[]}; DATE {@code LocalDate};
 * TIME {@code LocalTime}; TIMESTAMP {@code LocalDateTime}; TIMESTAMP WITH LOCAL TIME ZONE {@code
 * Instant}; ARRAY {@code List}; MAP, MULTISET {@code Map} in entry order; ROW {@code Row}; null for
 * null.
 */
public final class Row {

    private final RowKind kind;
    private final @Nullable Object[] values;

    private Row(RowKind kind, @Nullable Object[] values) {
        this.kind = kind;
        this.values = values;
    }

    public static Row of(@Nullable Object... values) {
        return new Row(RowKind.INSERT, values.clone());
    }

    /** The same as {@link #of(Object...)}; also takes a literal null as first of several values. */
    public static Row insert(@Nullable Object... values) {
        return new Row(RowKind.INSERT, values.clone());
    }

    public static Row of(RowKind kind, @Nullable Object... values) {
        return new Row(
                Objects.requireNonNull(kind, "a row that begins with null is made by insert()"),
                values.clone());
    }

    public RowKind kind() {
        return kind;
    }

    public int size() {
        return values.length;
    }

    public @Nullable Object get(int column) {
        return values[column];
    }

    /** The values as a list that cannot be changed and may hold nulls. */
    public List<@Nullable Object> values() {
        return java.util.Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row that
                && kind == that.kind
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return kind.shortText() + Arrays.deepToString(values);
    }
}
