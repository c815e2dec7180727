package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.interop.TableSpecs.Kind;
import io.weir.table.Snapshot;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both libraries follow one table from every kind of start, while both write, compact and overwrite
 * it: at each stop they have read the same rows of the same snapshots, also after they went on from
 * a saved position.
 */
class StreamInteropTest {

    private static final List<Field> FIELDS =
            List.of(
                    Field.of(0, "p", DataType.integer().notNull()),
                    Field.of(1, "k", DataType.bigint().notNull()),
                    Field.of(2, "v", DataType.string()));

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> starts() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int seed = 0; seed < Seeds.count(1); seed++) {
                long drawn = tests.size();
                boolean overwrites = (kind.ordinal() + seed) % 2 == 0;
                tests.add(
                        Matrix.cell(
                                "stream/" + kind + (overwrites ? "/overwrites/" : "/") + seed,
                                () -> new Game(kind, overwrites, drawn).play(warehouse)));
            }
        }
        return tests;
    }

    /** Two streams that started alike. */
    private static final class Pair {

        private final Map<String, String> start;
        private final LongPredicate overwrites;
        private Tail ours;
        private Tail theirs;
        private boolean full;

        /**
         * @param overwrites whether a snapshot is of an overwrite
         */
        Pair(Map<String, String> start, LongPredicate overwrites, Tail ours, Tail theirs) {
            this.start = start;
            this.overwrites = overwrites;
            this.ours = ours;
            this.theirs = theirs;
            this.full = start.isEmpty() || start.getOrDefault("scan.mode", "").endsWith("full");
        }

        void drain(String told) {
            Map<Long, List<Row>> found = ours.drain();
            Map<Long, List<Row>> expected = theirs.drain();
            String what = told + ", stream " + start;
            assertEquals(expected.keySet(), found.keySet(), what);
            expected.forEach(
                    (id, rows) -> {
                        boolean upserts = full || overwrites.test(id);
                        full = false;
                        RowDiff.same(
                                what + ", snapshot " + id,
                                upserts ? upserts(rows) : rows,
                                upserts ? upserts(found.get(id)) : found.get(id));
                    });
        }

        /** Where rows come from the table's state Paimon gives them the kind they once had. */
        private static List<Row> upserts(List<Row> rows) {
            return rows.stream()
                    .map(
                            row ->
                                    row.kind() == RowKind.UPDATE_AFTER
                                            ? Row.insert(row.values().toArray())
                                            : row)
                    .toList();
        }

        void resume() {
            ours = ours.resumed();
            theirs = theirs.resumed();
        }
    }

    /** One table and its streams. */
    private static final class Game {

        private final TableSpec spec;
        private final Random random;
        private final RandomHistory history;
        private final RandomRows appends;
        private final List<Pair> streams = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        Game(Kind kind, boolean overwrites, long seed) {
            TableSpec plain =
                    TableSpecs.spec(kind, "stream" + seed, FIELDS, List.of("k"), List.of("p"));
            Map<String, String> options = new HashMap<>(plain.options());
            options.put("num-sorted-run.compaction-trigger", "3");
            if (overwrites) {
                options.put(
                        kind.keyed ? "streaming-read-overwrite" : "streaming-read-append-overwrite",
                        "true");
            }
            this.spec = plain.withOptions(options);
            this.random = new Random(seed);
            this.history = new RandomHistory(seed, spec.type(), spec.primaryKeys(), 40);
            this.appends = new RandomRows(seed, 0.1);
        }

        void play(Path warehouse) {
            try (WeirSide weir = new WeirSide(warehouse);
                    PaimonSide paimon = new PaimonSide(warehouse)) {
                List<Side> sides = List.of(weir, paimon);
                sides.get(random.nextInt(2)).create(spec);
                startsOfEmpty().forEach(start -> streams.add(begin(start, weir, paimon)));
                drain();
                change(sides, 5);
                starts(weir).forEach(start -> streams.add(begin(start, weir, paimon)));
                drain();
                for (int stop = 0; stop < 2; stop++) {
                    change(sides, 2);
                    drain();
                    streams.forEach(Pair::resume);
                }
                drain();
                expired(sides, weir, paimon);
            }
        }

        private void drain() {
            streams.forEach(stream -> stream.drain(told.toString()));
        }

        private Pair begin(Map<String, String> start, WeirSide weir, PaimonSide paimon) {
            return new Pair(
                    start,
                    id ->
                            weir.table(spec).snapshot(id).orElseThrow().kind()
                                    == Snapshot.Kind.OVERWRITE,
                    weir.tail(spec, start),
                    paimon.tail(spec, start));
        }

        private void change(List<Side> sides, int times) {
            for (int time = 0; time < times; time++) {
                int side = random.nextInt(2);
                int what = random.nextInt(6);
                String name = what == 0 ? "compacts" : what == 1 ? "overwrites" : "writes";
                told.add((side == 0 ? "Weir " : "Paimon ") + name);
                switch (what) {
                    case 0 -> sides.get(side).compact(spec);
                    case 1 -> sides.get(side).overwrite(spec, null, rows(0));
                    default -> sides.get(side).write(spec, rows(0.2));
                }
            }
        }

        private List<Row> rows(double deletes) {
            List<Row> drawn =
                    spec.primaryKeys().isEmpty()
                            ? appends.rows(spec.type(), 15)
                            : history.next(15, deletes);
            return TableSpecs.fewPartitions(spec, drawn);
        }

        /** Starts in a table that has no snapshot yet. */
        private static List<Map<String, String>> startsOfEmpty() {
            return List.of(
                    Map.of(),
                    Map.of("scan.mode", "latest"),
                    Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"),
                    Map.of("scan.mode", "from-timestamp", "scan.timestamp-millis", "1000"));
        }

        private List<Map<String, String>> starts(WeirSide weir) {
            long latest = weir.table(spec).latestSnapshot().orElseThrow().id();
            List<Map<String, String>> starts = new ArrayList<>();
            for (String mode : List.of("latest-full", "latest", "compacted-full")) {
                starts.add(Map.of("scan.mode", mode));
            }
            for (long id = 1; id <= latest; id++) {
                String mode = id % 2 == 0 ? "from-snapshot" : "from-snapshot-full";
                starts.add(Map.of("scan.mode", mode, "scan.snapshot-id", "" + id));
                // At the time of a snapshot, or just behind it.
                long time = weir.table(spec).snapshot(id).orElseThrow().timeMillis() + id % 2;
                starts.add(
                        Map.of("scan.mode", "from-timestamp", "scan.timestamp-millis", "" + time));
            }
            starts.add(Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "" + (latest + 1)));
            return starts;
        }

        /** A stream that starts too early begins with what there is; one that goes on fails. */
        private void expired(List<Side> sides, WeirSide weir, PaimonSide paimon) {
            Map<String, String> start =
                    Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1");
            Pair late = begin(start, weir, paimon);
            late.drain(told.toString());
            for (int time = 0; time < 3; time++) {
                sides.get(random.nextInt(2)).write(spec, rows(0));
            }
            sides.get(random.nextInt(2)).expire(spec, 1);
            begin(start, weir, paimon).drain(told.toString());
            assertThrows(InvalidRequestException.class, () -> late.ours.drain());
        }
    }
}
