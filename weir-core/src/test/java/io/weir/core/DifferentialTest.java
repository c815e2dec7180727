package io.weir.core;

import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.table.TableDefinition;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomTypes;
import io.weir.testkit.RowText;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same random history of writes, deletes, overwrites, compactions and expiries, written with
 * other buckets, buffers and threads, gives the same rows as a map in memory: after every commit,
 * in every snapshot read back at the end, through filters, and as a stream of changes.
 */
class DifferentialTest {

    static final String SEQUENCE = "number";

    /** How one run of a history differs from the others. */
    record Variation(int buckets, boolean smallBuffers, int threads) {}

    /** One step of a history. */
    record Step(Kind kind, List<Row> rows) {
        enum Kind {
            COMMIT,
            COMMIT_WITHOUT_WAITING,
            OVERWRITE,
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
        if (keyed && seed % 2 == 0) {
            columns.add(Field.of(columns.size(), SEQUENCE, DataType.integer()));
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
        int epoch = 0;
        for (int step = 0; step < count; step++) {
            int draw = random.nextInt(20);
            if (draw < 10) {
                // A late row is accepted once a compaction has dropped the delete that is newer. So
                // that all variations agree, deletes have a commit and the greatest number of their
                // own, and no later row has a smaller one.
                boolean sequenced = type.indexOf(SEQUENCE) >= 0;
                boolean onlyDeletes = sequenced && random.nextInt(4) == 0;
                double share = sequenced ? (onlyDeletes ? 1 : 0) : deletes;
                List<Row> rows = history.next(1 + random.nextInt(600), share);
                rows = numbered(rows, type, epoch, random);
                epoch += onlyDeletes ? 1 : 0;
                Step.Kind kind =
                        random.nextInt(3) == 0
                                ? Step.Kind.COMMIT_WITHOUT_WAITING
                                : Step.Kind.COMMIT;
                steps.add(new Step(kind, inPartitions(rows, type, partitions)));
            } else if (draw < 11) {
                List<Row> rows = history.next(random.nextInt(60), 0);
                rows = numbered(rows, type, epoch, random);
                steps.add(new Step(Step.Kind.OVERWRITE, inPartitions(rows, type, partitions)));
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

    /** Gives rows of tables with a sequence field their numbers. */
    private static List<Row> numbered(List<Row> rows, RowType type, int epoch, Random random) {
        int column = type.indexOf(SEQUENCE);
        if (column < 0) {
            return rows;
        }
        List<Row> numbered = new ArrayList<>();
        for (Row row : rows) {
            Object[] values = row.values().toArray();
            boolean delete = row.kind() == RowKind.DELETE;
            boolean none = !delete && epoch == 0 && random.nextInt(8) == 0;
            values[column] =
                    none ? null : (Integer) (100 * epoch + (delete ? 99 : random.nextInt(99)));
            numbered.add(Row.of(row.kind(), values));
        }
        return numbered;
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
            DifferentialRun run =
                    new DifferentialRun(
                            where, warehouse, environment, definition, variation, runSeed);
            for (Step step : steps) {
                run.take(step);
            }
            run.finish();
        } catch (RuntimeException e) {
            throw new AssertionError(where, e);
        }
    }
}
