package io.weir.interop;

import io.weir.data.Row;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables with {@code sequence.field}, written and compacted by both libraries in turn: columns of
 * several types, both orders, nulls, ties, deletes that come too early or too late.
 */
class SequenceInteropTest {

    private static final int COMMITS = 7;
    private static final int KEYS = 25;
    private static final String NEVER = "100";

    private static final RowType TYPE =
            RowType.of(
                    Field.of(0, "k", DataType.integer().notNull()),
                    Field.of(1, "p", DataType.integer().notNull()),
                    Field.of(2, "v", DataType.string()),
                    Field.of(3, "i", DataType.integer()),
                    Field.of(4, "l", DataType.bigint().notNull()),
                    Field.of(5, "t", DataType.timestamp(9)),
                    Field.of(6, "z", DataType.timestampLtz(3)),
                    Field.of(7, "s", DataType.string()),
                    Field.of(8, "n", DataType.decimal(30, 2)),
                    Field.of(9, "m", DataType.decimal(9, 2)),
                    Field.of(10, "b", DataType.bool()),
                    Field.of(11, "d", DataType.date()),
                    Field.of(12, "tiny", DataType.tinyint()));

    private static final List<String> CHOICES =
            List.of("i", "l", "t", "z", "s", "n", "m", "b", "d", "tiny", "b,i", "n,s,t", "k,l");

    @TempDir private Path warehouse;

    /**
     * In one half of the games nothing is compacted but when told, so that it is known when deletes
     * are forgotten; in the other half compactions of a few runs come as either library decides.
     */
    @TestFactory
    List<DynamicTest> games() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String fields : CHOICES) {
            for (String order : List.of("ascending", "descending")) {
                for (int seed = 0; seed < Seeds.count(1); seed++) {
                    int number = tests.size();
                    String trigger = (number / 2 + seed) % 2 == 0 ? NEVER : "2";
                    TableSpec spec = spec(number, fields, order, trigger);
                    String name = String.join("/", "sequence", fields, order, trigger, "" + seed);
                    tests.add(Matrix.cell(name, () -> new Game(spec, number).play(warehouse)));
                }
            }
        }
        return tests;
    }

    private static TableSpec spec(int number, String fields, String order, String trigger) {
        boolean partitioned = number % 4 < 2;
        return new TableSpec(
                "sequence" + number,
                TYPE,
                partitioned ? List.of("p") : List.of(),
                partitioned ? List.of("p", "k") : List.of("k"),
                Map.of(
                        "bucket",
                        "1",
                        "sequence.field",
                        fields,
                        "sequence.field.sort-order",
                        order,
                        "changelog-producer",
                        number % 3 == 0 ? "none" : "input",
                        "num-sorted-run.compaction-trigger",
                        trigger));
    }

    /** One table and what happened to it. */
    private static final class Game {

        private final TableSpec spec;
        private final Random random;
        private final RandomHistory history;
        private final List<Row> sequences;
        private final SequenceOracle oracle;
        private final List<String> told = new ArrayList<>();

        Game(TableSpec spec, long seed) {
            this.spec = spec;
            this.random = new Random(seed);
            this.history = new RandomHistory(seed, TYPE, spec.primaryKeys(), KEYS);
            this.sequences = new RandomRows(seed, 0.2).rows(TYPE, 6);
            this.oracle = new SequenceOracle(spec);
        }

        void play(Path warehouse) {
            try (Side weir = new WeirSide(warehouse);
                    Side paimon = new PaimonSide(warehouse)) {
                List<Side> sides = List.of(weir, paimon);
                sides.get(random.nextInt(2)).create(spec);
                List<Row> written = new ArrayList<>();
                for (int commit = 0; commit < COMMITS; commit++) {
                    int writer = random.nextInt(2);
                    List<Row> rows = draw(writer == 0);
                    told.add((writer == 0 ? "Weir: " : "Paimon: ") + rows.size());
                    sides.get(writer).write(spec, rows);
                    oracle.apply(rows);
                    written.addAll(rows);
                    check(weir, paimon);
                    if (random.nextInt(4) == 0) {
                        int compactor = random.nextInt(2);
                        told.add((compactor == 0 ? "Weir" : "Paimon") + " compacts");
                        sides.get(compactor).compact(spec);
                        oracle.forgetDeletes();
                        check(weir, paimon);
                    }
                }
                checkChanges(weir, paimon, written);
            }
        }

        /**
         * Rows with few different values in the columns that are not keys.
         *
         * @param anyOrder whether the write buffer may meet a key twice: that of Paimon takes the
         *     descending order for the ascending one
         */
        private List<Row> draw(boolean anyOrder) {
            List<Row> rows = history.next(1 + random.nextInt(30), 0.2);
            Set<Object> keys = new HashSet<>();
            boolean twice =
                    anyOrder || spec.options().get("sequence.field.sort-order").equals("ascending");
            return rows.stream()
                    .filter(row -> keys.add(row.get(0)) || twice)
                    .map(this::drawn)
                    .toList();
        }

        private Row drawn(Row row) {
            Object[] values = row.values().toArray();
            for (int column = 3; column < values.length; column++) {
                values[column] = sequences.get(random.nextInt(sequences.size())).get(column);
            }
            return Row.of(row.kind(), values);
        }

        private void check(Side weir, Side paimon) {
            List<Row> ours = weir.read(spec);
            List<Row> theirs = paimon.read(spec);
            if (spec.options().get("num-sorted-run.compaction-trigger").equals(NEVER)) {
                RowDiff.same(told + ", rows read by Paimon", oracle.rows(), theirs);
                RowDiff.same(told + ", rows read by Weir", oracle.rows(), ours);
            } else {
                RowDiff.same(
                        told + ", rows of Paimon never deleted",
                        oracle.neverDeleted(oracle.rows()),
                        oracle.neverDeleted(theirs));
                RowDiff.same(told + ", rows of both", theirs, ours);
            }
            List<String> some = List.of("v", "k");
            RowDiff.same(
                    told + ", two columns",
                    paimon.read(spec, null, some),
                    weir.read(spec, null, some));
        }

        private void checkChanges(Side weir, Side paimon, List<Row> written) {
            List<Row> theirs = paimon.changelog(spec);
            RowDiff.same(told + ", changes", theirs, weir.changelog(spec));
            if (spec.options().get("changelog-producer").equals("input")) {
                RowDiff.same(told + ", all changes", written, theirs);
            }
        }
    }
}
