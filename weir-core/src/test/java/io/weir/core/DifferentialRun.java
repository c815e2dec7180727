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
import io.weir.testkit.RowOracle;
import io.weir.testkit.RowText;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One run of a history of {@link DifferentialTest}: the table, the rows it must hold, and a stream
 * that follows it.
 */
final class DifferentialRun {

    private static final Identifier NAME = new Identifier("db", "t");
    private static final String USER = "differential";

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
    private boolean overwritten;

    DifferentialRun(
            String where,
            Path warehouse,
            PoolEnvironment environment,
            TableDefinition definition,
            DifferentialTest.Variation variation,
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
        boolean sequenced = table.rowType().indexOf(DifferentialTest.SEQUENCE) >= 0;
        String sequence = sequenced ? DifferentialTest.SEQUENCE : null;
        oracle = new RowOracle(table.rowType(), definition.primaryKeys(), sequence);
        followed = new RowOracle(table.rowType(), definition.primaryKeys(), sequence);
        stream = followedScan().stream();
        write = table.newWrite(USER);
        commit = table.newCommit(USER);
    }

    private Map<String, String> options(
            TableDefinition definition, DifferentialTest.Variation variation) {
        Map<String, String> options = new HashMap<>();
        options.put("bucket", Integer.toString(variation.buckets()));
        if (definition.columns().stream()
                .anyMatch(each -> each.name().equals(DifferentialTest.SEQUENCE))) {
            options.put("sequence.field", DifferentialTest.SEQUENCE);
        }
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
        options.put("num-sorted-run.compaction-trigger", Integer.toString(2 + random.nextInt(4)));
        if (!definition.primaryKeys().isEmpty() && random.nextBoolean()) {
            options.put("changelog-producer", "input");
        }
        return options;
    }

    void take(DifferentialTest.Step step) {
        switch (step.kind()) {
            case COMMIT -> commit(step.rows(), true);
            case COMMIT_WITHOUT_WAITING -> commit(step.rows(), false);
            case OVERWRITE -> overwrite(step.rows());
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

    /** Replaces the partitions of the rows. */
    private void overwrite(List<Row> rows) {
        try (TableWrite replacing = table.newWrite(USER)) {
            replacing.replaceExisting();
            if (!rows.isEmpty()) {
                replacing.write(Cells.batch(table.rowType(), rows));
            }
            List<CommitMessage> messages = replacing.prepareCommit(true);
            Optional<Long> made = commit.overwrite(CommitRequest.of(++identifier, messages), null);
            int column = table.rowType().indexOf("p");
            Set<Object> partitions = new HashSet<>();
            rows.forEach(row -> partitions.add(column < 0 ? "" : row.get(column)));
            oracle.remove(row -> partitions.contains(column < 0 ? "" : row.get(column)));
            oracle.apply(rows);
            overwritten |= !rows.isEmpty();
            committed(made);
        }
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
        Scan scan = followedScan();
        stream = scan.stream();
        stream.restore(state);
        for (Plan plan = stream.next(); plan != null; plan = stream.next()) {
            followed.apply(Tables.read(scan, plan));
        }
        if (keyed || !overwritten) {
            // A stream of an append table does not tell what was taken away.
            assertRows(oracle.rows(), followed.rows(), where + " followed");
        }
    }

    private Scan followedScan() {
        return table.withOptions(Map.of("streaming-read-overwrite", "true")).newScan();
    }

    void finish() {
        follow();
        int readBack = 0;
        for (long id = 1; id <= lastSnapshot; id++) {
            if (table.snapshot(id).isPresent()) {
                Table then = table.withOptions(Map.of("scan.snapshot-id", Long.toString(id)));
                assertRows(oracle.rows(id), Tables.read(then.newScan()), where + " snapshot " + id);
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
            return random.nextBoolean() ? Predicate.and(left, right) : Predicate.or(left, right);
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
