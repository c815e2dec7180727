package io.weir.interop;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.interop.TableSpecs.Kind;
import io.weir.table.SchemaChange;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import io.weir.testkit.RowOracle;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A game on one table: in each turn one of the libraries writes, deletes, overwrites, compacts,
 * expires snapshots or changes the definition, and then both must read what the table should hold.
 */
class TurnsInteropTest {

    private static final int TURNS = 30;

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> games() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (long seed = 1; seed <= Seeds.count(1); seed++) {
                long drawn = 70_000 + seed * 10 + kind.ordinal();
                tests.add(
                        Matrix.cell(
                                "turns/" + kind + "/" + seed,
                                () -> new Game(kind, drawn, warehouse).play()));
            }
        }
        return tests;
    }

    /** One table and what happened to it. */
    private static final class Game {

        private final Kind kind;
        private final long seed;
        private final Random random;
        private final Path warehouse;
        private final List<String> told = new ArrayList<>();
        private TableSpec spec;
        private final RowOracle oracle;
        private final RandomHistory history;
        private final RandomRows rows;
        private int options;

        Game(Kind kind, long seed, Path warehouse) {
            this.kind = kind;
            this.seed = seed;
            this.random = new Random(seed);
            this.warehouse = warehouse;
            this.spec = spec();
            this.oracle = new RowOracle(spec.type(), spec.primaryKeys());
            this.rows = new RandomRows(seed, 0.15);
            this.history = new RandomHistory(seed, spec.type(), spec.primaryKeys(), 60);
        }

        private TableSpec spec() {
            List<Field> fields =
                    List.of(
                            Field.of(0, "p", DataType.integer().notNull()),
                            Field.of(1, "k", DataType.bigint().notNull()),
                            Field.of(2, "name", DataType.string().notNull()),
                            Field.of(3, "v", DataType.string()),
                            Field.of(4, "n", DataType.decimal(20, 3)),
                            Field.of(5, "t", DataType.timestamp(6)),
                            Field.of(6, "list", DataType.array(DataType.integer())));
            List<String> partitions = random.nextInt(3) > 0 ? List.of("p") : List.of();
            List<String> keys =
                    partitions.isEmpty() ? List.of("p", "k", "name") : List.of("k", "name");
            TableSpec plain = TableSpecs.spec(kind, "turns" + seed, fields, keys, partitions);
            Map<String, String> all = new HashMap<>(RandomOptions.some(random));
            all.putAll(plain.options());
            told.add(all.toString());
            return plain.withOptions(all);
        }

        void play() {
            try (WeirSide weir = new WeirSide(warehouse);
                    PaimonSide paimon = new PaimonSide(warehouse)) {
                List<Side> sides = List.of(weir, paimon);
                sides.get(random.nextInt(2)).create(spec);
                long checked = 0;
                for (int turn = 0; turn < TURNS; turn++) {
                    Side side = sides.get(random.nextInt(2));
                    told.add(side == weir ? "Weir:" : "Paimon:");
                    try {
                        turn(side);
                    } catch (RuntimeException e) {
                        throw new AssertionError(what() + "failed", e);
                    }
                    spec = weir.now(spec);
                    checked = check(weir, paimon, checked);
                }
            }
        }

        private String what() {
            return "seed " + seed + ", after " + told + ", ";
        }

        private void turn(Side side) {
            switch (random.nextInt(10)) {
                case 0 -> {
                    told.add("compact");
                    side.compact(spec);
                }
                case 1 -> {
                    int kept = 2 + random.nextInt(3);
                    told.add("keep " + kept);
                    side.expire(spec, kept);
                }
                case 2 -> overwrite(side);
                case 3 -> {
                    SchemaChange change = change();
                    told.add(change.toString());
                    side.alter(spec, List.of(change));
                }
                default -> {
                    List<Row> drawn = draw(1 + random.nextInt(40));
                    told.add("write " + drawn.size());
                    side.write(spec, drawn);
                    oracle.apply(drawn);
                }
            }
        }

        private List<Row> draw(int count) {
            if (kind.keyed) {
                return history.next(count, 0.2).stream().map(Game::fewPartitions).toList();
            }
            return rows.rows(spec.type(), count).stream().map(Game::fewPartitions).toList();
        }

        private static Row fewPartitions(Row row) {
            Object[] values = row.values().toArray();
            values[0] = Math.floorMod((Integer) values[0], 3);
            return Row.of(row.kind(), values);
        }

        private void overwrite(Side side) {
            List<Row> drawn =
                    new ArrayList<>(
                            draw(random.nextInt(20)).stream()
                                    .filter(row -> row.kind() != RowKind.DELETE)
                                    .toList());
            boolean whole = spec.partitionKeys().isEmpty() || random.nextInt(3) == 0;
            int partition = random.nextInt(3);
            if (!whole) {
                drawn.removeIf(row -> !row.get(0).equals(partition));
            }
            told.add("overwrite " + (whole ? "all" : partition) + " by " + drawn.size());
            side.overwrite(spec, whole ? null : partition, drawn);
            oracle.remove(row -> whole || row.get(0).equals(partition));
            oracle.apply(drawn);
        }

        /** A change that leaves the columns as they are, for the sake of the oracle. */
        private SchemaChange change() {
            return switch (random.nextInt(3)) {
                case 0 -> new SchemaChange.ChangeComment(List.of("v"), "turn " + told.size());
                case 1 ->
                        new SchemaChange.SetOption(
                                "file.compression", random.nextBoolean() ? "lz4" : "gzip");
                default ->
                        new SchemaChange.SetOption(
                                "metadata.stats-mode", options++ % 2 == 0 ? "full" : "counts");
            };
        }

        private long check(WeirSide weir, PaimonSide paimon, long checked) {
            long latest =
                    weir.table(spec).latestSnapshot().map(snapshot -> snapshot.id()).orElse(0L);
            if (latest == 0) {
                return 0;
            }
            RowDiff.same(what() + "rows read by Weir", oracle.rows(), weir.read(spec));
            RowDiff.same(what() + "rows read by Paimon", oracle.rows(), paimon.read(spec));
            if (latest > checked) {
                oracle.committed(latest);
                Map<Long, List<Row>> theirs = paimon.changes(spec, checked + 1);
                Map<Long, List<Row>> ours = weir.changes(spec, checked + 1);
                if (!theirs.keySet().equals(ours.keySet())) {
                    throw new AssertionError(
                            what()
                                    + "changes of "
                                    + theirs.keySet()
                                    + ", Weir has "
                                    + ours.keySet());
                }
                theirs.forEach(
                        (id, rows) ->
                                RowDiff.same(what() + "changes of " + id, rows, ours.get(id)));
            }
            if (random.nextInt(3) == 0 && weir.table(spec).snapshot(checked).isPresent()) {
                Map<String, String> then = Map.of("scan.snapshot-id", "" + checked);
                RowDiff.same(
                        what() + "Weir at " + checked,
                        oracle.rows(checked),
                        weir.readWith(spec, then));
                RowDiff.same(
                        what() + "Paimon at " + checked,
                        oracle.rows(checked),
                        paimon.readWith(spec, then));
            }
            return latest;
        }
    }
}
