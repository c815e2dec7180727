package io.weir.interop;

import io.weir.data.Row;
import io.weir.interop.TableSpecs.Kind;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import io.weir.testkit.RandomTypes;
import io.weir.testkit.RowOracle;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.ScalarType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Tables written by one library, or by both in turn, read by both. */
class RowsInteropTest {

    /** Who writes. */
    private enum Writer {
        WEIR,
        PAIMON,
        BOTH
    }

    @TempDir private Path warehouse;

    /** Tables of every kind with random columns, rows, deletes and compactions. */
    @TestFactory
    List<DynamicTest> randomTables() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Writer writer : Writer.values()) {
                for (long seed = 1; seed <= 4; seed++) {
                    long drawn = seed * 1000 + writer.ordinal() * 100 + kind.ordinal();
                    tests.add(
                            Matrix.cell(
                                    "random/" + kind + "/" + writer + "/" + seed,
                                    () ->
                                            play(
                                                    kind,
                                                    writer,
                                                    TableSpecs.random(kind, drawn),
                                                    7,
                                                    drawn)));
                }
            }
        }
        return tests;
    }

    /** Every type as a value, in a key and as an element. */
    @TestFactory
    List<DynamicTest> types() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ScalarType type : RandomTypes.scalars()) {
            for (Kind kind : List.of(Kind.PK_FIXED, Kind.APPEND)) {
                for (Writer writer : List.of(Writer.WEIR, Writer.PAIMON)) {
                    tests.add(
                            Matrix.cell(
                                    "type/" + type + "/" + kind + "/" + writer,
                                    () -> playType(kind, writer, type)));
                }
            }
        }
        return tests;
    }

    private void playType(Kind kind, Writer writer, ScalarType type) {
        boolean keyable = RandomTypes.keys().contains(type);
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(0, "k", keyable ? type.notNull() : DataType.integer().notNull()));
        fields.add(Field.of(1, "v", type));
        fields.add(Field.of(2, "list", DataType.array(type)));
        fields.add(Field.of(3, "map", DataType.map(DataType.string().notNull(), type)));
        int number = RandomTypes.scalars().indexOf(type);
        TableSpec spec =
                TableSpecs.spec(
                        kind, "type" + number + writer.ordinal(), fields, List.of("k"), List.of());
        play(kind, writer, spec, 2, 77 + number);
    }

    /**
     * Every type a table may be partitioned by. Bytes are not among them: Paimon names their
     * directories by the identity of a Java array and does not find its own files again.
     */
    @TestFactory
    List<DynamicTest> partitions() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ScalarType type : RandomTypes.scalars()) {
            if (type.kind().isBytes() && !type.kind().isText()) {
                continue;
            }
            for (Writer writer : Writer.values()) {
                tests.add(
                        Matrix.cell(
                                "partition/" + type + "/" + writer,
                                () -> playPartition(writer, type)));
            }
        }
        return tests;
    }

    private void playPartition(Writer writer, ScalarType type) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(0, "k", DataType.integer()));
        fields.add(Field.of(1, "p", type));
        fields.add(Field.of(2, "v", DataType.string()));
        int number = RandomTypes.scalars().indexOf(type);
        TableSpec spec =
                TableSpecs.spec(
                        Kind.APPEND,
                        "part" + number + writer.ordinal(),
                        fields,
                        List.of("k"),
                        List.of("p"));
        play(Kind.APPEND, writer, spec, 2, 5 + number);
    }

    /** Plays a history and lets both libraries read the table after each commit. */
    private void play(Kind kind, Writer writer, TableSpec spec, int commits, long seed) {
        Random random = new Random(seed);
        RowOracle oracle = new RowOracle(spec.type(), spec.primaryKeys());
        RandomHistory history = new RandomHistory(seed, spec.type(), spec.primaryKeys(), 40);
        RandomRows appends = new RandomRows(seed, 0.15);
        List<Row> written = new ArrayList<>();
        try (Side weir = new WeirSide(warehouse);
                Side paimon = new PaimonSide(warehouse)) {
            (writer == Writer.PAIMON ? paimon : weir).create(spec);
            for (int commit = 0; commit < commits; commit++) {
                boolean byWeir =
                        writer == Writer.WEIR || (writer == Writer.BOTH && commit % 2 == 0);
                Side side = byWeir ? weir : paimon;
                List<Row> drawn =
                        kind.keyed
                                ? history.next(1 + random.nextInt(60), 0.2)
                                : appends.rows(spec.type(), 1 + random.nextInt(40));
                List<Row> rows = TableSpecs.fewPartitions(spec, drawn);
                side.write(spec, rows);
                oracle.apply(rows);
                written.addAll(rows);
                if (kind.keyed && random.nextInt(3) == 0) {
                    side.compact(spec);
                }
                if (commit == 0 || commit == commits - 1) {
                    RowDiff.same(
                            "rows read by Paimon, seed " + seed, oracle.rows(), paimon.read(spec));
                    RowDiff.same("rows read by Weir, seed " + seed, oracle.rows(), weir.read(spec));
                }
            }
            List<Row> changes = paimon.changelog(spec);
            RowDiff.same("changes read by Weir, seed " + seed, changes, weir.changelog(spec));
            if (!kind.keyed) {
                RowDiff.same("all changes, seed " + seed, written, changes);
            }
        }
    }
}
