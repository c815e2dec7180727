package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.predicate.Predicate;
import io.weir.predicate.RowFilter;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableWrite;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomTypes;
import io.weir.testkit.RowOracle;
import io.weir.testkit.RowText;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same random history, written with other buckets, buffers and threads, gives the same rows as
 * a map in memory: after every commit, in every snapshot read back at the end, through filters, and
 * as a stream of changes.
 */
class DifferentialTest {

    private static final Identifier NAME = new Identifier("db", "t");
    private static final String USER = "differential";

    /** How one run of a history differs from the others. */
    private record Variation(int buckets, boolean smallBuffers, int threads) {}

    /** One step of a history. */
    private record Step(Kind kind, List<Row> rows) {
        enum Kind {
            COMMIT,
            COMMIT_WITHOUT_WAITING,
            COMPACT,
            FULL_COMPACTION,
            EXPIRE,
            REOPEN
        }
    }

    @TempDir Path directory;

    static List<Long> seeds() {
        long first = Long.getLong("weir.seed", 1);
        int count = Integer.getInteger("weir.seeds", 3);
        List<Long> seeds = new ArrayList<>();
        // A background compaction whose files another one compacted and an expiry deleted.
        seeds.add(111L);
        for (int seed = 0; seed < count; seed++) {
            seeds.add(first + seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void primaryKeyTablesHoldTheNewestRows(long seed) {
        Random random = new Random(seed);
        TableDefinition definition = definition(random, seed, true);
        List<Step> steps = steps(random, seed, definition, 0.25);
        int first = random.nextInt(2);
        Variation[] variations = {
            new Variation(1, first == 0, 1),
            new Variation(3, first == 1, 4),
            new Variation(-1, random.nextBoolean(), 4)
        };
        for (Variation variation : variations) {
            run(seed, definition, steps, variation, random.nextLong());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void appendTablesHoldAllRows(long seed) {
        Random random = new Random(seed);
        TableDefinition definition = definition(random, seed, false);
        List<Step> steps = steps(random, seed, definition, 0);
        run(seed, definition, steps, new Variation(-1, true, 4), random.nextLong());
        run(seed, definition, steps, new Variation(3, false, 1), random.nextLong());
    }

    private static TableDefinition definition(Random random, long seed, boolean keyed) {
        RandomTypes types = new RandomTypes(seed);
        List<Field> columns = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> partitions = new ArrayList<>();
        int keyCount = 1 + random.nextInt(2);
        for (int key = 0; key < keyCount; key++) {
            columns.add(Field.of(columns.size(), "k" + key, types.key().withNullable(!keyed)));
            keys.add("k" + key);
        }
        if (random.nextBoolean()) {
            columns.add(Field.of(columns.size(), "p", DataType.integer().withNullable(!keyed)));
            partitions.add("p");
            keys.add("p");
        }
        int valueCount = 1 + random.nextInt(4);
        for (int value = 0; value < valueCount; value++) {
            columns.add(Field.of(columns.size(), "v" + value, types.type(random.nextInt(3))));
        }
        return new TableDefinition(
                columns, partitions, keyed ? keys : List.of(), Map.of(), "seed " + seed);
    }

    private static List<Step> steps(
            Random random, long seed, TableDefinition definition, double deletes) {
        RowType type = RowType.of(definition.columns());
        List<String> keys =
                definition.primaryKeys().isEmpty() ? List.of("k0") : definition.primaryKeys();
        RandomHistory history = new RandomHistory(seed, type, keys, 400);
        List<Integer> partitions = List.of(1, 2, -3);
        List<Step> steps = new ArrayList<>();
        int count = 12 + random.nextInt(10);
        for (int step = 0; step < count; step++) {
            int draw = random.nextInt(20);
            if (draw < 10) {
                List<Row> rows = history.next(1 + random.nextInt(600), deletes);
                Step.Kind kind =
                        random.nextInt(3) == 0
                                ? Step.Kind.COMMIT_WITHOUT_WAITING
                                : Step.Kind.COMMIT;
                steps.add(new Step(kind, inPartitions(rows, type, partitions)));
            } else if (draw < 13) {
                steps.add(new Step(Step.Kind.COMPACT, List.of()));
            } else if (draw < 15) {
                steps.add(new Step(Step.Kind.FULL_COMPACTION, List.of()));
            } else if (draw < 16) {
                steps.add(new Step(Step.Kind.EXPIRE, List.of()));
            } else {
                steps.add(new Step(Step.Kind.REOPEN, List.of()));
            }
        }
        return steps;
    }

    /** A table has few partitions; which one a row is in follows from its other key columns. */
    private static List<Row> inPartitions(List<Row> rows, RowType type, List<Integer> partitions) {
        int column = type.indexOf("p");
        if (column < 0) {
            return rows;
        }
        List<Row> placed = new ArrayList<>();
        for (Row row : rows) {
            Object[] values = row.values().toArray();
            int hash = RowText.text(row.get(0)).hashCode();
            values[column] = partitions.get(Math.floorMod(hash, partitions.size()));
            placed.add(Row.of(row.kind(), values));
        }
        return placed;
    }

    private void run(
            long seed,
            TableDefinition definition,
            List<Step> steps,
            Variation variation,
            long runSeed) {
        String where = "seed " + seed + " " + variation;
        try (PoolEnvironment environment = new PoolEnvironment(variation.threads(), 64L << 20)) {
            Path warehouse = directory.resolve(variation.toString().replaceAll("[^a-z0-9-]", "_"));
            Run run = new Run(where, warehouse, environment, definition, variation, runSeed);
            for (Step step : steps) {
                run.take(step);
            }
            run.finish();
        } catch (RuntimeException e) {
            throw new AssertionError(where, e);
        }
    }

    /** One run of a history. */
    private static final class Run {

        private final String where;
        private final Random random;
        private final RowOracle oracle;
        private final RowOracle followed;
        private final boolean keyed;
        private Table table;
        private TableWrite write;
        private TableCommit commit;
        private StreamScan stream;
        private long identifier;
        private long lastSnapshot;

        Run(
                String where,
                Path warehouse,
                PoolEnvironment environment,
                TableDefinition definition,
                Variation variation,
                long runSeed) {
            this.where = where;
            this.random = new Random(runSeed);
            Catalog catalog =
                    Weir.open(
                            Map.of("warehouse", warehouse.toString(), "storage.fsync", "false"),
                            environment);
            catalog.createDatabase("db");
            table =
                    catalog.createTable(
                            NAME,
                            new TableDefinition(
                                    definition.columns(),
                                    definition.partitionKeys(),
                                    definition.primaryKeys(),
                                    options(definition, variation),
                                    null));
            keyed = table.schema().hasPrimaryKey();
            oracle = new RowOracle(table.rowType(), definition.primaryKeys());
            followed = new RowOracle(table.rowType(), definition.primaryKeys());
            stream = table.newScan().stream();
            write = table.newWrite(USER);
            commit = table.newCommit(USER);
        }

        private Map<String, String> options(TableDefinition definition, Variation variation) {
            Map<String, String> options = new HashMap<>();
            options.put("bucket", Integer.toString(variation.buckets()));
            if (variation.buckets() > 0 && definition.primaryKeys().isEmpty()) {
                options.put("bucket-key", "k0");
            }
            if (variation.smallBuffers()) {
                options.put("write-buffer-size", "64 kb");
                options.put("write-buffer-spillable", "true");
                options.put("target-file-size", "16 kb");
                options.put("source.split.target-size", "8 kb");
                options.put("source.split.open-file-cost", "1 kb");
            }
            if (variation.buckets() == -1 && !definition.primaryKeys().isEmpty()) {
                options.put("dynamic-bucket.target-row-num", "100");
            }
            options.put(
                    "num-sorted-run.compaction-trigger", Integer.toString(2 + random.nextInt(4)));
            if (!definition.primaryKeys().isEmpty() && random.nextBoolean()) {
                options.put("changelog-producer", "input");
            }
            return options;
        }

        void take(Step step) {
            switch (step.kind()) {
                case COMMIT -> commit(step.rows(), true);
                case COMMIT_WITHOUT_WAITING -> commit(step.rows(), false);
                case COMPACT -> compact(false);
                case FULL_COMPACTION -> compact(true);
                case EXPIRE -> {
                    follow();
                    table.withOptions(
                                    Map.of(
                                            "snapshot.num-retained.min", "1",
                                            "snapshot.num-retained.max", "3",
                                            "snapshot.time-retained", "1 ms"))
                            .maintenance()
                            .expireSnapshots();
                }
                case REOPEN -> reopen();
            }
            assertRows(oracle.rows(), Tables.read(table.newScan()), where + " " + step.kind());
        }

        private void commit(List<Row> rows, boolean wait) {
            int from = 0;
            while (from < rows.size()) {
                int to = Math.min(rows.size(), from + 1 + random.nextInt(300));
                write.write(Cells.batch(table.rowType(), rows.subList(from, to)));
                from = to;
            }
            List<CommitMessage> messages = new ArrayList<>();
            for (CommitMessage message : write.prepareCommit(wait)) {
                messages.add(table.decodeMessage(message.toBytes()));
            }
            Optional<Long> made = commit.commit(CommitRequest.of(++identifier, messages));
            oracle.apply(rows);
            committed(made);
        }

        private void compact(boolean full) {
            committed(table.maintenance().compact(full, null));
        }

        private void committed(Optional<Long> made) {
            long until = made.orElse(lastSnapshot);
            for (long id = lastSnapshot + 1; id <= until; id++) {
                oracle.committed(id);
            }
            lastSnapshot = until;
        }

        private void reopen() {
            write.close();
            commit.close();
            write = table.newWrite(USER);
            commit = table.newCommit(USER);
        }

        /** Applies the changes there are since the last time. */
        private void follow() {
            byte[] state = stream.state();
            Scan scan = table.newScan();
            stream = scan.stream();
            stream.restore(state);
            for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
                followed.apply(Tables.read(scan, plan));
            }
            assertRows(oracle.rows(), followed.rows(), where + " followed");
        }

        void finish() {
            follow();
            int readBack = 0;
            for (long id = 1; id <= lastSnapshot; id++) {
                if (table.snapshot(id).isPresent()) {
                    Table then = table.withOptions(Map.of("scan.snapshot-id", Long.toString(id)));
                    assertRows(
                            oracle.rows(id),
                            Tables.read(then.newScan()),
                            where + " snapshot " + id);
                    readBack++;
                }
            }
            assertTrue(lastSnapshot == 0 || readBack > 0);
            for (int filter = 0; filter < 10; filter++) {
                assertFiltered();
            }
            write.close();
            commit.close();
        }

        /** A random condition and projection give what they give on the rows of the model. */
        private void assertFiltered() {
            List<Row> rows = oracle.rows();
            if (rows.isEmpty()) {
                return;
            }
            RowType type = table.rowType();
            Predicate predicate = predicate(type, rows, 2);
            List<String> columns = new ArrayList<>(type.names());
            columns.removeIf(name -> random.nextInt(3) == 0);
            if (columns.isEmpty()) {
                columns.add(type.field(0).name());
            }
            Scan scan = table.newScan().project(columns).filter(predicate);
            Plan plan = scan.plan();
            assertTrue(plan.exact());
            Batch all = Cells.batch(type, rows);
            int[] chosen = RowFilter.of(predicate, type).select(all).rows();
            List<Row> expected = new ArrayList<>();
            for (int row : chosen) {
                Object[] values = new Object[columns.size()];
                for (int column = 0; column < values.length; column++) {
                    values[column] = rows.get(row).get(type.index(columns.get(column)));
                }
                expected.add(Row.of(values));
            }
            assertRows(expected, Tables.read(scan, plan), where + " where " + predicate);
        }

        private Predicate predicate(RowType type, List<Row> rows, int depth) {
            if (depth > 0 && random.nextInt(3) == 0) {
                Predicate left = predicate(type, rows, depth - 1);
                Predicate right = predicate(type, rows, depth - 1);
                return random.nextBoolean()
                        ? Predicate.and(left, right)
                        : Predicate.or(left, right);
            }
            Field field = type.field(random.nextInt(type.size()));
            Object literal = rows.get(random.nextInt(rows.size())).get(type.index(field.name()));
            if (literal == null || field.type().kind().isNested()) {
                return random.nextBoolean()
                        ? new Predicate.IsNull(field.name())
                        : new Predicate.IsNotNull(field.name());
            }
            if (random.nextInt(4) == 0) {
                return new Predicate.In(field.name(), List.of(literal, literal));
            }
            Predicate.Comparison comparison =
                    random.nextInt(3) == 0
                            ? Predicate.Comparison.EQUAL
                            : Predicate.Comparison.values()[random.nextInt(6)];
            return new Predicate.Compare(field.name(), comparison, literal);
        }

        private void assertRows(List<Row> expected, List<Row> found, String message) {
            List<String> left = texts(expected);
            List<String> right = texts(found);
            for (int row = 0; row < Math.min(left.size(), right.size()); row++) {
                assertEquals(left.get(row), right.get(row), message);
            }
            assertEquals(left.size(), right.size(), message);
            assertTrue(keyed || table.schema().primaryKeys().isEmpty());
        }

        private static List<String> texts(List<Row> rows) {
            List<String> texts = new ArrayList<>(rows.size());
            for (Row row : rows) {
                texts.add(RowText.text(row));
            }
            texts.sort(null);
            return texts;
        }
    }
}
