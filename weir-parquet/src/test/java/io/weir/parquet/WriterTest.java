package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.format.FormatReader;
import io.weir.format.FormatWriter;
import io.weir.format.RowRanges;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriterTest {

    private static final RowType LONGS = RowType.of(Field.of(0, "a", DataType.bigint()));
    private static final RowType TEXTS = RowType.of(Field.of(0, "a", DataType.string()));

    private static Batch longs(int count) {
        return new Batch(
                count, new ColumnVector[] {new LongVector(new long[count], count, Validity.ALL)});
    }

    private static Batch texts(String... values) {
        return new Batch(values.length, new ColumnVector[] {BenchmarkRows.strings(values)});
    }

    @Test
    void aFileThatIsNotFinishedIsAborted() {
        MemoryFile.Output output = new MemoryFile.Output();
        FormatWriter writer =
                new ParquetFormat().create(output, LONGS, Files.ZSTD, Environment.real());
        writer.write(longs(10));
        writer.close();
        assertTrue(output.aborted);
        assertFalse(output.closed);
    }

    @Test
    void nullsInARequiredColumnAreRefusedAndTheFileAborted() {
        RowType type = RowType.of(Field.of(0, "a", DataType.bigint().notNull()));
        MemoryFile.Output output = new MemoryFile.Output();
        try (FormatWriter writer =
                new ParquetFormat().create(output, type, Files.ZSTD, Environment.real())) {
            Batch batch =
                    new Batch(
                            2,
                            new ColumnVector[] {
                                new LongVector(new long[2], 2, Validity.of(new long[] {1}))
                            });
            InvalidRequestException failure =
                    assertThrows(InvalidRequestException.class, () -> writer.write(batch));
            assertTrue(failure.getMessage().contains("column a"), failure.getMessage());
            assertThrows(IllegalStateException.class, writer::finish);
        }
        assertTrue(output.aborted);
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThrows(
                InvalidRequestException.class,
                () -> Files.write(LONGS, List.of(), Files.options("rar", 0, Map.of())));
        assertThrows(
                InvalidRequestException.class,
                () ->
                        Files.write(
                                LONGS,
                                List.of(),
                                Files.options("zstd", 0, Map.of("parquet.page.size", "x"))));
    }

    @Test
    void fewTextsComeBackByOneDictionaryARowGroup() {
        List<Batch> batches = new ArrayList<>();
        for (int batch = 0; batch < 50; batch++) {
            String[] values = new String[1000];
            for (int row = 0; row < values.length; row++) {
                values[row] = "v" + row % 7;
            }
            batches.add(texts(values));
        }
        byte[] file = Files.write(TEXTS, batches, Files.ZSTD);
        List<Batch> found = Files.read(file, TEXTS);
        BytesVector words = ((DictionaryVector) found.get(0).column(0)).dictionary();
        assertEquals(7, words.length());
        for (Batch batch : found) {
            assertSame(
                    words, assertInstanceOf(DictionaryVector.class, batch.column(0)).dictionary());
        }
    }

    @Test
    void differentTextsComeBackPlain() {
        String[] values = new String[30_000];
        for (int row = 0; row < values.length; row++) {
            values[row] = "value " + row;
        }
        byte[] file = Files.write(TEXTS, List.of(texts(values)), Files.ZSTD);
        for (Batch batch : Files.read(file, TEXTS)) {
            assertInstanceOf(BytesVector.class, batch.column(0));
        }
    }

    @Test
    void longTextsMakeSmallPages() {
        String word = "x".repeat(1 << 20);
        BytesVector words = BenchmarkRows.strings(word + "1", word + "2", word + "3", word, "q");
        int rows = 60;
        int[] codes = new int[rows];
        for (int row = 0; row < rows; row++) {
            codes[row] = row % 5;
        }
        ColumnVector column = new DictionaryVector(words, codes, rows, Validity.ALL);
        Batch batch = new Batch(rows, new ColumnVector[] {column});
        for (String dictionary : List.of("true", "false")) {
            byte[] file =
                    Files.write(
                            TEXTS,
                            List.of(batch),
                            Files.options(
                                    "zstd", 0, Map.of("parquet.enable.dictionary", dictionary)));
            try (FormatReader reader = Files.open(file, TEXTS)) {
                int at = 0;
                for (Batch found : Files.read(reader, new int[] {0}, RowRanges.all(rows), 10)) {
                    for (int row = 0; row < found.rowCount(); row++) {
                        assertEquals(Cells.of(column, at++), Cells.of(found.column(0), row));
                    }
                }
                assertEquals(rows, at);
            }
        }
    }

    @Test
    void rowGroupsAreCutAtTheirSize() {
        List<Batch> batches = new ArrayList<>();
        RandomColumns random = new RandomColumns(1);
        for (int batch = 0; batch < 20; batch++) {
            batches.add(random.batch(TEXTS, 1000));
        }
        byte[] file = Files.write(TEXTS, batches, Files.options("none", 15_000, Map.of()));
        try (FormatReader reader = Files.open(file, TEXTS)) {
            assertTrue(reader.rowGroups().size() > 2, reader.rowGroups().toString());
            assertEquals(20_000, reader.rowCount());
        }
    }

    @Test
    void theEstimateGrowsTowardsTheSize() {
        MemoryFile.Output output = new MemoryFile.Output();
        try (FormatWriter writer =
                new ParquetFormat()
                        .create(output, BenchmarkRows.type(), Files.ZSTD, Environment.real())) {
            long last = 0;
            for (Batch batch : BenchmarkRows.batches(200_000, 8192, 1)) {
                writer.write(batch);
                last = writer.sizeBytesEstimate();
            }
            long size = writer.finish().sizeBytes();
            assertTrue(last > size * 0.8 && last < size * 1.25, last + " for " + size);
        }
    }
}
