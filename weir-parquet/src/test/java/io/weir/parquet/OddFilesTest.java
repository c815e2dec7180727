package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.error.CorruptFileException;
import io.weir.format.FormatReader;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;

/** Files that are valid but rare, and some that must be refused by name. */
class OddFilesTest {

    private static final RowType INTS = RowType.of(Field.of(0, "a", DataType.integer()));
    private static final RowType LONGS = RowType.of(Field.of(0, "a", DataType.bigint()));

    private static byte[] ints(int... values) {
        ColumnVector column = new IntVector(values, values.length, Validity.ALL);
        return Files.write(
                INTS,
                List.of(new Batch(values.length, new ColumnVector[] {column})),
                Files.options("none", 0, Map.of("parquet.enable.dictionary", "false")));
    }

    /** As another writer would have left the file: without our checksums. */
    private static byte[] changed(byte[] file, Consumer<FileMetaData> change) {
        TakenApart parts = TakenApart.of(file);
        parts.sealed = false;
        return parts.together(
                meta -> {
                    meta.setCreated_by("other version 1.0 (build 1)");
                    change.accept(meta);
                });
    }

    private static List<List<Object>> read(byte[] file, RowType type) {
        return Cells.rows(Files.read(file, type));
    }

    private static byte[] unsigned(int... values) {
        return changed(
                ints(values),
                meta -> meta.getSchema().get(1).setConverted_type(ConvertedType.UINT_32));
    }

    @Test
    void unsignedNumbersKeepTheirValue() {
        byte[] file = unsigned(1, -1, Integer.MIN_VALUE);
        assertEquals(
                List.of(List.of(1L), List.of(4_294_967_295L), List.of(2_147_483_648L)),
                read(file, LONGS));
        try (FormatReader reader = Files.open(file, LONGS)) {
            assertEquals(3, reader.matching(Predicate.equal("a", 4_294_967_295L)).rowCount());
        }
    }

    @Test
    void unsignedNumbersThatDoNotFitAreRefused() {
        assertEquals(List.of(List.of(1L)), read(unsigned(1), INTS));
        String problem =
                assertThrows(CorruptFileException.class, () -> read(unsigned(1, -1), INTS))
                        .getMessage();
        assertTrue(problem.contains("4294967295"), problem);
        ColumnVector column = new LongVector(new long[] {-1}, 1, Validity.ALL);
        byte[] file =
                changed(
                        Files.write(
                                LONGS,
                                List.of(new Batch(1, new ColumnVector[] {column})),
                                Files.options("none", 0, Map.of())),
                        meta -> meta.getSchema().get(1).setConverted_type(ConvertedType.UINT_64));
        assertThrows(CorruptFileException.class, () -> read(file, LONGS));
    }

    @Test
    void emptyRowGroupsMayHaveNoPages() {
        byte[] file =
                changed(
                        ints(7, 8),
                        meta -> {
                            RowGroup empty = meta.getRow_groups().get(0).deepCopy();
                            empty.setNum_rows(0);
                            var column = empty.getColumns().get(0).getMeta_data();
                            column.setNum_values(0);
                            column.setData_page_offset(0);
                            column.setTotal_compressed_size(0);
                            meta.getRow_groups().add(0, empty);
                            meta.getRow_groups().add(empty.deepCopy());
                        });
        assertEquals(List.of(List.of(7L), List.of(8L)), read(file, INTS));
        try (FormatReader reader = Files.open(file, INTS)) {
            assertEquals(2, reader.matching(Predicate.equal("a", 7)).rowCount());
        }
    }

    @Test
    void columnsInOtherFilesAreRefused() {
        byte[] file =
                changed(
                        ints(1),
                        meta -> meta.getRow_groups().get(0).getColumns().get(0).setFile_path("x"));
        String problem =
                assertThrows(CorruptFileException.class, () -> read(file, INTS)).getMessage();
        assertTrue(problem.contains("another file"), problem);
    }

    @Test
    void encryptedFilesAreRefusedByName() {
        byte[] file = ints(1);
        file[file.length - 1] = 'E';
        String problem =
                assertThrows(CorruptFileException.class, () -> read(file, INTS)).getMessage();
        assertTrue(problem.contains("encrypted"), problem);
    }

    @Test
    void codecsWeDoNotHaveAreRefusedByName() {
        for (CompressionCodec codec : List.of(CompressionCodec.BROTLI, CompressionCodec.LZO)) {
            byte[] file =
                    changed(
                            ints(1),
                            meta ->
                                    meta.getRow_groups()
                                            .get(0)
                                            .getColumns()
                                            .get(0)
                                            .getMeta_data()
                                            .setCodec(codec));
            String problem =
                    assertThrows(CorruptFileException.class, () -> read(file, INTS)).getMessage();
            assertTrue(problem.contains(codec.name()), problem);
        }
    }

    @Test
    void ourFilesWithoutTheirChecksumsAreRefused() {
        TakenApart parts = TakenApart.of(ints(1));
        parts.sealed = false;
        String problem =
                assertThrows(CorruptFileException.class, () -> read(parts.together(), INTS))
                        .getMessage();
        assertTrue(problem.contains("checksum"), problem);
    }

    @Test
    void boundsOfOldWritersAreNotBelieved() {
        byte[] file =
                changed(
                        ints(7),
                        meta -> {
                            Statistics old = new Statistics();
                            old.setMin(new byte[] {9, 0, 0, 0});
                            old.setMax(new byte[] {9, 0, 0, 0});
                            meta.getRow_groups()
                                    .get(0)
                                    .getColumns()
                                    .get(0)
                                    .getMeta_data()
                                    .setStatistics(old);
                        });
        try (FormatReader reader = Files.open(file, INTS)) {
            assertEquals(1, reader.matching(Predicate.equal("a", 7)).rowCount());
        }
    }

    @Test
    void aValueOfManyMegabytesComesBack() {
        RowType type = RowType.of(Field.of(0, "a", DataType.bytes()));
        int size = 40 << 20;
        byte[] data = new byte[size + 2];
        data[0] = 1;
        data[size] = 2;
        data[size + 1] = 3;
        ColumnVector column =
                new BytesVector(data, new int[] {0, 1, size + 1, size + 2}, 3, Validity.ALL);
        byte[] file =
                Files.write(type, List.of(new Batch(3, new ColumnVector[] {column})), Files.ZSTD);
        try (FormatReader reader = Files.open(file, type)) {
            List<Batch> found = Files.read(reader, new int[] {0}, RowRanges.all(3), 10);
            BytesVector values = (BytesVector) found.get(0).column(0);
            assertEquals(size, values.offsets()[2] - values.offsets()[1]);
            assertEquals(2, values.data()[values.offsets()[2] - 1]);
            assertEquals(3, values.data()[values.offsets()[2]]);
        }
    }
}
