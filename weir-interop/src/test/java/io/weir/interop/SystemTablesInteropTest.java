package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.data.Row;
import io.weir.interop.TableSpecs.Kind;
import io.weir.table.Scan;
import io.weir.table.SchemaChange;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * System tables of both libraries on the same table: names, types and values of every column. The
 * table is written by both in turn, compacted, and changed in its definition; bytes are left out,
 * of which Paimon tells the identity of a Java array.
 */
class SystemTablesInteropTest {

    private static final List<String> NAMES =
            List.of(
                    "snapshots",
                    "schemas",
                    "options",
                    "files",
                    "manifests",
                    "partitions",
                    "buckets",
                    "tags");

    @TempDir private Path warehouse;

    /** What the columns of a table are. */
    private enum Shape {
        PLAIN(),
        PARTITIONED("p", "q"),
        TYPES("p0", "p1", "p2", "p3", "p4", "p5", "p6");

        final List<String> partitions;

        Shape(String... partitions) {
            this.partitions = List.of(partitions);
        }
    }

    @TestFactory
    List<DynamicTest> columnByColumn() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            for (Kind kind : Kind.values()) {
                boolean chosen = kind == Kind.PK_FIXED || kind == Kind.APPEND;
                for (String name : shape != Shape.TYPES || chosen ? NAMES : List.<String>of()) {
                    tests.add(
                            Matrix.cell(
                                    "system/" + name + "/" + kind + "/" + shape,
                                    () -> compare(spec(kind, shape), kind, name)));
                }
            }
        }
        return tests;
    }

    private static TableSpec spec(Kind kind, Shape shape) {
        boolean types = shape == Shape.TYPES;
        List<Field> fields = new ArrayList<>();
        add(fields, "k", DataType.bigint().notNull());
        if (types) {
            add(fields, "k1", DataType.date().notNull());
            add(fields, "k2", DataType.timestamp(6).notNull());
            add(fields, "k3", DataType.decimal(12, 4).notNull());
            add(fields, "k4", DataType.time(3).notNull());
            add(fields, "p0", DataType.integer().notNull());
            add(fields, "p1", DataType.bool().notNull());
            add(fields, "p2", DataType.decimal(9, 2).notNull());
            add(fields, "p3", DataType.timestamp(3).notNull());
            add(fields, "p4", DataType.doubling().notNull());
            add(fields, "p5", DataType.timestampLtz(3).notNull());
            add(fields, "p6", DataType.character(3).notNull());
            add(fields, "f", DataType.floating());
            add(fields, "b", DataType.bool());
            add(fields, "ts", DataType.timestamp(9));
        } else {
            add(fields, "p", DataType.date().notNull());
            add(fields, "q", DataType.string().notNull());
        }
        add(fields, "v", DataType.string());
        add(fields, "n", DataType.decimal(20, 3));
        add(fields, "t", DataType.timestampLtz(6));
        add(fields, "list", DataType.array(DataType.integer()));
        add(fields, "c", DataType.integer());
        add(fields, "d", DataType.date());
        TableSpec spec =
                TableSpecs.spec(
                        kind,
                        "system_" + shape.name().toLowerCase(Locale.ROOT),
                        fields,
                        types ? List.of("k", "k1", "k2", "k3", "k4") : List.of("k"),
                        shape.partitions);
        if (types) {
            // In the legacy form Paimon cannot list partitions of timestamps that it wrote itself.
            spec.options().put("partition.legacy-name", "false");
        }
        return spec;
    }

    private static void add(List<Field> fields, String name, DataType type) {
        fields.add(Field.of(fields.size(), name, type));
    }

    private void compare(TableSpec spec, Kind kind, String name) {
        try (WeirSide weir = new WeirSide(warehouse);
                PaimonSide paimon = new PaimonSide(warehouse)) {
            if (!weir.has(spec)) {
                fill(kind, spec, weir, paimon);
            }
            Scan scan = weir.table(spec, name).newScan();
            RowType type = scan.rowType();
            assertEquals(paimon.systemType(spec, name), PaimonTypes.ofRow(type).toString());
            List<Row> theirs =
                    paimon.readSystem(spec, name, type).stream()
                            .map(SystemTablesInteropTest::toMillis)
                            .toList();
            RowDiff.same(name, theirs, WeirSide.rows(type, scan.read(), scan.plan()));
        }
    }

    /**
     * All times are declared with milliseconds; Paimon gives when a tag was made in nanoseconds.
     */
    private static Row toMillis(Row row) {
        return Row.of(
                row.values().stream()
                        .map(
                                value ->
                                        value instanceof LocalDateTime time
                                                ? time.truncatedTo(ChronoUnit.MILLIS)
                                                : value)
                        .toArray());
    }

    private static void fill(Kind kind, TableSpec spec, WeirSide weir, PaimonSide paimon) {
        weir.create(spec);
        RandomHistory history = new RandomHistory(3, spec.type(), spec.primaryKeys(), 30);
        RandomRows appends = new RandomRows(3, 0.2);
        int count = spec.partitionKeys().size() > 2 ? 8 : 20;
        for (Side side : List.of(weir, paimon, weir)) {
            List<Row> rows =
                    kind.keyed ? history.next(count, 0.2) : appends.rows(spec.type(), count);
            side.write(spec, TableSpecs.fewPartitions(spec, rows));
        }
        paimon.compact(spec);
        weir.alter(
                spec,
                List.of(
                        new SchemaChange.AddColumn(
                                List.of("later"),
                                DataType.integer(),
                                "added",
                                SchemaChange.Position.AT_END),
                        new SchemaChange.ChangeTableComment("a table"),
                        new SchemaChange.ChangeType(List.of("c"), DataType.doubling()),
                        new SchemaChange.ChangeType(List.of("d"), DataType.timestamp(3))));
        paimon.table(spec).createTag("one", 1);
        paimon.table(spec).createTag("two", 2, Duration.ofMillis(90_061_500));
        weir.write(
                weir.now(spec),
                TableSpecs.fewPartitions(
                        weir.now(spec), new RandomRows(9, 0.2).rows(weir.now(spec).type(), 5)));
    }
}
