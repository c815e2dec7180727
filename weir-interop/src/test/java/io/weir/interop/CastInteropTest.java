package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.data.Row;
import io.weir.error.WeirException;
import io.weir.table.SchemaChange;
import io.weir.testkit.RandomRows;
import io.weir.testkit.RandomTypes;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.paimon.casting.CastExecutors;
import org.apache.paimon.types.DataTypeCasts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A column given another type: the same pairs are allowed, and old files read the same. */
class CastInteropTest {

    private static final int ROWS = 60;

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> everyPairOfTypes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ScalarType from : RandomTypes.scalars()) {
            tests.add(Matrix.cell("cast/" + from, () -> castToAll(from)));
        }
        return tests;
    }

    /** One table with a column for every type that the type may become. */
    private void castToAll(ScalarType from) {
        List<ScalarType> targets = RandomTypes.scalars();
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < targets.size(); column++) {
            fields.add(Field.of(column, "c" + column, from));
        }
        int number = targets.indexOf(from);
        TableSpec spec =
                new TableSpec("casts" + number, RowType.of(fields), List.of(), List.of(), Map.of());
        try (WeirSide weir = new WeirSide(warehouse);
                PaimonSide paimon = new PaimonSide(warehouse)) {
            weir.create(spec);
            weir.write(spec, rows(from, targets, spec.type(), number));
            List<String> changed = new ArrayList<>();
            List<String> wrong = new ArrayList<>();
            for (int column = 0; column < targets.size(); column++) {
                ScalarType to = targets.get(column);
                String name = "c" + column;
                boolean allowed = allowed(from, to);
                boolean taken = alter(weir, spec, name, to);
                if (allowed && taken) {
                    changed.add(name);
                } else if (allowed != taken) {
                    wrong.add(from + " to " + to + (taken ? " is not allowed" : " is allowed"));
                }
            }
            TableSpec now = weir.now(spec);
            for (String column : changed) {
                String difference = difference(weir, paimon, now, column);
                if (difference != null) {
                    wrong.add(from + " to " + now.type().field(column).type() + ": " + difference);
                }
            }
            assertEquals("", String.join("\n", wrong));
        }
    }

    private static boolean allowed(ScalarType from, ScalarType to) {
        org.apache.paimon.types.DataType source = PaimonTypes.of(from);
        org.apache.paimon.types.DataType target = PaimonTypes.of(to);
        return from.equals(to)
                || DataTypeCasts.supportsCast(source, target, true)
                        && CastExecutors.resolve(source, target) != null;
    }

    private static boolean alter(WeirSide weir, TableSpec spec, String column, DataType to) {
        try {
            weir.alter(spec, List.of(new SchemaChange.ChangeType(List.of(column), to)));
            return true;
        } catch (WeirException e) {
            return false;
        }
    }

    private static List<Row> rows(
            ScalarType from, List<ScalarType> targets, RowType type, long seed) {
        RandomRows random = new RandomRows(seed, 0.1);
        List<Row> rows = new ArrayList<>();
        for (Row row : random.rows(type, ROWS)) {
            Object[] values = row.values().toArray();
            for (int column = 0; column < values.length; column++) {
                values[column] = castable(values[column], from, targets.get(column), random);
            }
            rows.add(Row.insert(values));
        }
        return rows;
    }

    /**
     * The value, or one like it where Paimon's cast is not what it should be: text that is no value
     * of the other type fails, wall clocks before 1970 get dates and times of the wrong day, and
     * digits of time that the new type has no room for are not always cut off.
     */
    private static @Nullable Object castable(
            @Nullable Object value, ScalarType from, ScalarType to, RandomRows random) {
        if (from.kind().isText() && !to.kind().isBytes()) {
            String text = String.valueOf(random.present(to)).replace('T', ' ');
            return text.codePointCount(0, text.length()) <= from.length() ? text : "1";
        }
        if (value instanceof LocalDateTime time && isDay(to)) {
            return time.getYear() < 1970 ? time.withYear(4000 - time.getYear()) : time;
        }
        if (value instanceof LocalTime time && to.precision() < 3) {
            return time.truncatedTo(ChronoUnit.SECONDS);
        }
        if (value instanceof Temporal time && to.precision() == 7 && from.precision() > 7) {
            return time.with(
                    ChronoField.NANO_OF_SECOND,
                    time.getLong(ChronoField.NANO_OF_SECOND) / 1000 * 1000);
        }
        return value;
    }

    private static boolean isDay(ScalarType type) {
        return type.kind() == TypeKind.DATE || type.kind() == TypeKind.TIME;
    }

    private static @Nullable String difference(
            WeirSide weir, PaimonSide paimon, TableSpec spec, String column) {
        List<Row> expected = null;
        String failure = "";
        try {
            expected = paimon.read(spec, null, List.of(column));
        } catch (RuntimeException e) {
            failure = e.toString();
        }
        try {
            List<Row> actual = weir.read(spec, null, List.of(column));
            if (expected == null) {
                return "Paimon fails with " + failure + ", we read " + actual.get(0);
            }
            RowDiff.same("rows", expected, actual);
            return null;
        } catch (WeirException | AssertionError e) {
            return expected == null ? null : e.getMessage();
        }
    }
}
