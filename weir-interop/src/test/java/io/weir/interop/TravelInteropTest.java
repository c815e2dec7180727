package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.interop.TableSpecs.Kind;
import io.weir.table.Snapshot;
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
import org.apache.paimon.consumer.Consumer;
import org.apache.paimon.operation.LocalOrphanFilesClean;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both libraries look at the past of a table that both write: by snapshot, time, version and tag;
 * then Paimon rolls back, cleans and keeps readers' progress, and both go on.
 */
class TravelInteropTest {

    private static final List<Field> FIELDS =
            List.of(
                    Field.of(0, "p", DataType.integer().notNull()),
                    Field.of(1, "k", DataType.bigint().notNull()),
                    Field.of(2, "v", DataType.string()));

    @TempDir private Path warehouse;
    @TempDir private Path elsewhere;

    @TestFactory
    List<DynamicTest> pasts() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int seed = 0; seed < Seeds.count(1); seed++) {
                long drawn = tests.size();
                TableSpec spec = spec(kind, drawn, tests.size() % 2 == 1);
                tests.add(
                        Matrix.cell(
                                "past/" + kind + "/" + seed,
                                () -> new Game(spec, drawn).play(warehouse)));
            }
        }
        return tests;
    }

    private TableSpec spec(Kind kind, long seed, boolean outside) {
        TableSpec plain = TableSpecs.spec(kind, "past" + seed, FIELDS, List.of("k"), List.of("p"));
        Map<String, String> options = new HashMap<>(plain.options());
        options.put("num-sorted-run.compaction-trigger", "3");
        if (outside) {
            // Paimon puts data files there, we do not; either finds those of the other.
            options.put(
                    "data-file.external-paths", elsewhere.resolve(plain.name()).toUri().toString());
            options.put("data-file.external-paths.strategy", "round-robin");
        }
        return plain.withOptions(options);
    }

    /** One table and what it held. */
    private static final class Game {

        private final TableSpec spec;
        private final Random random;
        private final RandomHistory history;
        private final RandomRows appends;
        private final RowOracle oracle;

        Game(TableSpec spec, long seed) {
            this.spec = spec;
            this.random = new Random(seed);
            this.history = new RandomHistory(seed, spec.type(), spec.primaryKeys(), 30);
            this.appends = new RandomRows(seed, 0.1);
            this.oracle = new RowOracle(spec.type(), spec.primaryKeys());
        }

        void play(Path warehouse) throws Exception {
            try (WeirSide weir = new WeirSide(warehouse);
                    PaimonSide paimon = new PaimonSide(warehouse)) {
                List<Side> sides = List.of(weir, paimon);
                sides.get(random.nextInt(2)).create(spec);
                List<Snapshot> past = change(weir, sides, 6);
                for (Snapshot snapshot : past) {
                    look(weir, paimon, snapshot);
                }
                tooEarly(weir, past.get(0));
                tags(weir, paimon, past);
                assertEquals(List.of(), orphans(paimon));
                rollback(weir, paimon, past.get(past.size() - 2));
                change(weir, sides, 3);
                cleaned(weir, paimon, "old");
                consumed(weir, paimon, sides);
            }
        }

        /** Writes and compacts; gives the snapshots that were the latest after each step. */
        private List<Snapshot> change(WeirSide weir, List<Side> sides, int times) {
            List<Snapshot> made = new ArrayList<>();
            for (int time = 0; time < times; time++) {
                Side side = sides.get(random.nextInt(2));
                if (random.nextInt(4) == 0 && !made.isEmpty()) {
                    side.compact(spec);
                } else {
                    List<Row> drawn =
                            spec.primaryKeys().isEmpty()
                                    ? appends.rows(spec.type(), 12)
                                    : history.next(12, 0.2);
                    List<Row> rows = TableSpecs.fewPartitions(spec, drawn);
                    side.write(spec, rows);
                    oracle.apply(rows);
                }
                made.add(weir.table(spec).latestSnapshot().orElseThrow());
                oracle.committed(made.get(made.size() - 1).id());
            }
            return made;
        }

        private void look(Side weir, Side paimon, Snapshot snapshot) {
            List<Row> expected = oracle.rows(snapshot.id());
            same(weir, paimon, expected, "scan.snapshot-id", "" + snapshot.id());
            same(weir, paimon, expected, "scan.version", "" + snapshot.id());
            // Of several snapshots of one millisecond the last is meant.
            String time = "" + snapshot.timeMillis();
            RowDiff.same(
                    "at time " + time,
                    paimon.readWith(spec, Map.of("scan.timestamp-millis", time)),
                    weir.readWith(spec, Map.of("scan.timestamp-millis", time)));
        }

        private void same(Side weir, Side paimon, List<Row> rows, String key, String value) {
            Map<String, String> options = Map.of(key, value);
            RowDiff.same("Weir at " + options, rows, weir.readWith(spec, options));
            RowDiff.same("Paimon at " + options, rows, paimon.readWith(spec, options));
        }

        private void tooEarly(Side weir, Snapshot first) {
            Map<String, String> before =
                    Map.of("scan.timestamp-millis", "" + (first.timeMillis() - 100_000));
            assertThrows(InvalidRequestException.class, () -> weir.readWith(spec, before));
        }

        /** Paimon's tags outlive their snapshots, whoever expires them. */
        private void tags(WeirSide weir, PaimonSide paimon, List<Snapshot> past) {
            Snapshot old = past.get(0);
            Snapshot late = past.get(past.size() - 2);
            paimon.table(spec).createTag("old", old.id());
            paimon.table(spec).createTag("late", late.id());
            (random.nextBoolean() ? weir : paimon).expire(spec, 2);
            assertFalse(weir.table(spec).snapshot(old.id()).isPresent());
            for (String key : List.of("scan.tag-name", "scan.version")) {
                same(weir, paimon, oracle.rows(old.id()), key, "old");
                same(weir, paimon, oracle.rows(late.id()), key, "late");
            }
        }

        private void rollback(WeirSide weir, PaimonSide paimon, Snapshot to) {
            List<Row> before = oracle.rows(to.id());
            FileStoreTable table = paimon.table(spec);
            if (random.nextBoolean()) {
                table.rollbackTo("late");
            } else {
                table.rollbackTo(to.id());
            }
            oracle.remove(row -> true);
            oracle.apply(before);
            assertEquals(to.id(), weir.table(spec).latestSnapshot().orElseThrow().id());
            latest(weir, paimon, "rolled back");
        }

        private void latest(Side weir, Side paimon, String what) {
            RowDiff.same(what + ", Paimon", oracle.rows(), paimon.read(spec));
            RowDiff.same(what + ", Weir", oracle.rows(), weir.read(spec));
        }

        /** Nothing lies about that no snapshot needs, and what one needs stays. */
        private void cleaned(WeirSide weir, PaimonSide paimon, String tag) throws Exception {
            latest(weir, paimon, "changed");
            // Its rollback leaves the files of the snapshots it takes away.
            orphans(paimon);
            List<Row> old = paimon.readWith(spec, Map.of("scan.tag-name", tag));
            weir.expire(spec, 1);
            assertEquals(List.of(), orphans(paimon));
            latest(weir, paimon, "cleaned");
            same(weir, paimon, old, "scan.tag-name", tag);
        }

        /** Lets Paimon delete what no snapshot and no tag needs. */
        private List<?> orphans(PaimonSide paimon) throws Exception {
            long later = System.currentTimeMillis() + 100_000;
            return new LocalOrphanFilesClean(paimon.table(spec), later)
                    .clean()
                    .getDeletedFilesPath();
        }

        /** What a consumer of Paimon has not read is not expired. */
        private void consumed(WeirSide weir, PaimonSide paimon, List<Side> sides) {
            List<Snapshot> made = change(weir, sides, 4);
            long next = made.get(1).id();
            paimon.table(spec).consumerManager().resetConsumer("reader", new Consumer(next));
            weir.expire(spec, 1);
            assertTrue(weir.table(spec).snapshot(next).isPresent());
            assertFalse(weir.table(spec).snapshot(next - 1).isPresent());
            Map<Long, List<Row>> theirs = paimon.changes(spec, next);
            Map<Long, List<Row>> ours = weir.changes(spec, next);
            assertEquals(theirs.keySet(), ours.keySet());
            theirs.forEach((id, rows) -> RowDiff.same("changes of " + id, rows, ours.get(id)));
            latest(weir, paimon, "consumed");
        }
    }
}
