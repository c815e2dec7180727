package io.weir.core.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyComparator;
import io.weir.core.file.BucketPlace;
import io.weir.core.merge.MergeSpec;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.storage.Location;
import io.weir.table.TableSchema;
import io.weir.testkit.SimulatedEnvironment;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RewritePiecesTest {

    private static final RowType KEY = RowType.of(Field.of(0, "id", DataType.bigint().notNull()));
    private static final RowType TYPE =
            RowType.of(KEY.field(0), Field.of(1, "v", DataType.integer()));
    private static final Comparator<byte[]> ORDER = KeyComparator.of(KEY);

    private static DataFile file(String name, int level, long size, long min, long max) {
        return MemoryFiles.file(
                name,
                level,
                size,
                10,
                BinaryRowWriter.serialize(KEY, min),
                BinaryRowWriter.serialize(KEY, max),
                0,
                9,
                0L,
                1);
    }

    private static String text(List<RewritePieces.Piece> pieces) {
        StringBuilder text = new StringBuilder();
        for (RewritePieces.Piece piece : pieces) {
            List<String> names = new ArrayList<>();
            piece.sections()
                    .forEach(
                            section ->
                                    section.forEach(
                                            run ->
                                                    run.forEach(
                                                            file -> names.add(file.fileName()))));
            text.append(names).append(key(piece.fromKey())).append("..").append(key(piece.toKey()));
            text.append(' ');
        }
        return text.toString().trim();
    }

    private static String key(byte @org.jspecify.annotations.Nullable [] key) {
        return key == null ? "" : Long.toString(BinaryRow.ofSerialized(key).getLong(0));
    }

    private static List<RewritePieces.Piece> cut(int piecesMax, DataFile... files) {
        return new RewritePieces(KEY, ORDER, 100, piecesMax)
                .cut(KeySections.of(List.of(files), ORDER));
    }

    @Test
    void smallSectionsStayTogetherAndALargeOneIsCutAtKeys() {
        DataFile[] files = {
            file("a", 1, 30, 0, 9),
            file("b", 1, 40, 20, 29),
            file("c", 2, 400, 100, 499),
            file("d", 0, 200, 100, 499),
            file("e", 1, 60, 900, 950)
        };
        assertEquals("[a, b].. [c, d]..233 [c, d]233..366 [c, d]366.. [e]..", text(cut(4, files)));
        assertEquals("[a, b, c, d, e]..", text(cut(1, files)));
    }

    @Test
    void filesOfARunAreCutBetweenThem() {
        assertEquals(
                "[over, x, y, z]..100 [over, x, y, z]100..200 [over, x, y, z]200..",
                text(
                        cut(
                                3,
                                file("x", 3, 100, 0, 99),
                                file("y", 3, 100, 100, 199),
                                file("z", 3, 100, 200, 299),
                                file("over", 1, 1, 0, 299))));
    }

    @Test
    void compactionOfOneLargeSectionRunsInPiecesThatMakeOneSortedRun() {
        Map<String, String> options = Map.of("num-sorted-run.compaction-trigger", "100");
        TableSchema schema =
                new TableSchema(0, TYPE.fields(), 1, List.of(), List.of("id"), options, null, 0);
        MergeSpec spec = MergeSpec.rewrite(schema, false);
        MemoryFiles files = new MemoryFiles(spec, 100_000);
        SplittableRandom random = new SplittableRandom(5);
        LsmBucketWriter writer =
                new LsmBucketWriter(
                        new BucketPlace(BinaryRowWriter.EMPTY, 0, Location.of("file:///none")),
                        1,
                        files,
                        schema,
                        1000L * MemoryFiles.ROW_BYTES,
                        new SimulatedEnvironment(5),
                        List.of());
        for (int round = 0; round < 4; round++) {
            List<Row> rows = new ArrayList<>();
            for (int row = 0; row < 3000; row++) {
                rows.add(Row.of((long) random.nextInt(10_000), round));
            }
            Batch batch = Cells.batch(TYPE, rows);
            writer.write(batch.columns(), null, IntStream.range(0, 3000).toArray(), 0, rows.size());
            writer.flush();
        }
        writer.compact(true);
        BucketChanges changes = writer.prepare(true);
        List<DataFile> after = changes.compactAfter();
        assertEquals(4, after.size(), "a piece each");
        List<DataFile> sorted = new ArrayList<>(after);
        sorted.sort(Comparator.comparing(DataFile::minKey, ORDER));
        assertEquals(sorted, after, "in key order");
        for (int file = 1; file < after.size(); file++) {
            assertTrue(
                    ORDER.compare(after.get(file - 1).maxKey(), after.get(file).minKey()) < 0,
                    "files overlap");
        }
        writer.close();
    }
}
