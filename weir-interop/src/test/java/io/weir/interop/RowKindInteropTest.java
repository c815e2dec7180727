package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.SetOption;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RowOracle;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options that say what kind rows have and which kinds are dropped, with rows of all four kinds
 * written by both libraries in turn.
 */
class RowKindInteropTest {

    private static final int COMMITS = 5;

    private static final RowType TYPE =
            RowType.of(
                    Field.of(0, "k", DataType.integer().notNull()),
                    Field.of(1, "op", DataType.string()),
                    Field.of(2, "v", DataType.string()));

    private static final List<Map<String, String>> CHOICES =
            List.of(
                    Map.of(),
                    Map.of("ignore-delete", "true"),
                    Map.of("ignore-update-before", "true"),
                    Map.of("ignore-delete", "true", "ignore-update-before", "true"),
                    Map.of("rowkind.field", "op"),
                    Map.of("rowkind.field", "op", "ignore-delete", "true"),
                    Map.of("rowkind.field", "op", "ignore-update-before", "true"));

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> kindsWrittenInTurn() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map<String, String> choice : CHOICES) {
            for (String producer : List.of("none", "input", "append")) {
                int number = tests.size();
                TableSpec spec = spec("kinds" + number, choice, producer);
                String name = "kinds/" + new TreeMap<>(choice) + "/" + producer;
                tests.add(Matrix.cell(name, () -> play(spec, number)));
            }
        }
        return tests;
    }

    private static TableSpec spec(String name, Map<String, String> choice, String producer) {
        Map<String, String> options = new HashMap<>(choice);
        boolean keyed = !producer.equals("append");
        options.put("bucket", keyed ? "1" : "-1");
        if (keyed) {
            options.put("changelog-producer", producer);
        }
        return new TableSpec(name, TYPE, List.of(), keyed ? List.of("k") : List.of(), options);
    }

    private void play(TableSpec spec, long seed) {
        Random random = new Random(seed);
        RandomHistory history = new RandomHistory(seed, TYPE, List.of("k"), 20);
        RowOracle oracle = new RowOracle(TYPE, spec.primaryKeys());
        List<Row> taken = new ArrayList<>();
        try (Side weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            List<Side> sides = List.of(weir, paimon);
            boolean refused = !isKeyed(spec) && spec.options().containsKey("rowkind.field");
            (refused ? paimon : sides.get(random.nextInt(2))).create(spec);
            for (int commit = 0; commit < COMMITS; commit++) {
                List<Row> given = new ArrayList<>();
                for (Row row : history.next(20, 0)) {
                    RowKind kind = RowKind.of((byte) random.nextInt(4));
                    boolean dropped = isDropped(spec, kind);
                    if (dropped || !kind.shortText().startsWith("-") || isKeyed(spec)) {
                        given.add(given(spec, row, kind, random));
                        if (!dropped) {
                            Row last = given.get(given.size() - 1);
                            taken.add(Row.of(kind, last.values().toArray()));
                            oracle.apply(taken.subList(taken.size() - 1, taken.size()));
                        }
                    }
                }
                sides.get(random.nextInt(2)).write(spec, given);
                check(spec, oracle, weir, paimon);
                if (commit % 2 == 1) {
                    sides.get(random.nextInt(2)).compact(spec);
                }
            }
            check(spec, oracle, weir, paimon);
            checkChanges(spec, taken, paimon.changelog(spec), weir.changelog(spec));
        }
    }

    private static boolean isKeyed(TableSpec spec) {
        return !spec.primaryKeys().isEmpty();
    }

    private static boolean isDropped(TableSpec spec, RowKind kind) {
        boolean all = spec.options().containsKey("ignore-delete");
        boolean before = all || spec.options().containsKey("ignore-update-before");
        return (all && kind == RowKind.DELETE) || (before && kind == RowKind.UPDATE_BEFORE);
    }

    /**
     * The row so that the table takes it to be of the kind. With a column for it the kind of the
     * row itself counts for nothing, though Paimon's append tables want an insert all the same.
     */
    private static Row given(TableSpec spec, Row row, RowKind kind, Random random) {
        Object[] values = row.values().toArray();
        if (!spec.options().containsKey("rowkind.field")) {
            return Row.of(kind, values);
        }
        values[1] = kind.shortText();
        return Row.of(RowKind.of((byte) (isKeyed(spec) ? random.nextInt(4) : 0)), values);
    }

    private static void check(TableSpec spec, RowOracle oracle, Side weir, Side paimon) {
        RowDiff.same("rows read by Paimon", oracle.rows(), paimon.read(spec));
        RowDiff.same("rows read by Weir", oracle.rows(), weir.read(spec));
    }

    private static void checkChanges(
            TableSpec spec, List<Row> taken, List<Row> theirs, List<Row> ours) {
        RowDiff.same("changes", theirs, ours);
        if (spec.options().getOrDefault("changelog-producer", "").equals("input")) {
            RowDiff.same("all changes", taken, theirs);
        }
    }

    /** Deletes that are in files already count no more once the table ignores deletes. */
    @ParameterizedTest
    @CsvSource({"false, none", "true, none", "false, input", "true, input"})
    void deletesOfBeforeAreIgnoredToo(boolean byWeir, String producer) {
        Map<String, String> options = Map.of("num-sorted-run.compaction-trigger", "100");
        TableSpec before = spec("before" + byWeir + producer, options, producer);
        try (WeirSide weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            Side writer = byWeir ? weir : paimon;
            writer.create(before);
            writer.write(before, List.of(Row.of(1, "a", "b"), Row.of(2, "c", "d")));
            writer.write(before, List.of(Row.of(RowKind.DELETE, 1, "a", "b")));
            writer.alter(before, List.of(new SetOption("ignore-delete", "true")));
            TableSpec spec = weir.now(before);
            List<Row> expected = List.of(Row.of(1, "a", "b"), Row.of(2, "c", "d"));
            RowDiff.same("read by Paimon", expected, paimon.read(spec));
            RowDiff.same("read by Weir", expected, weir.read(spec));
            RowDiff.same("changes", paimon.changelog(spec), weir.changelog(spec));
            writer.compact(spec);
            RowDiff.same("compacted, read by Paimon", expected, paimon.read(spec));
            RowDiff.same("compacted, read by Weir", expected, weir.read(spec));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignore-delete", "ignore-update-before"})
    void whatIsIgnoredOnceIsIgnoredForEver(String key) {
        TableSpec spec = spec("ever" + key, Map.of(key, "true"), "none");
        try (Side weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            weir.create(spec);
            weir.write(spec, List.of(Row.of(1, "a", "b")));
            List<SchemaChange> off = List.of(new SetOption(key, "false"));
            assertThrows(RuntimeException.class, () -> paimon.alter(spec, off));
            InvalidRequestException error =
                    assertThrows(InvalidRequestException.class, () -> weir.alter(spec, off));
            assertTrue(error.getMessage().contains(key), error.getMessage());
        }
    }
}
