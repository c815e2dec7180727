package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.format.FormatReader;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CursorPropertyTest {

    @Test
    void selectionsAndRangesEqualTheFullRead() {
        for (long seed = 0; seed < 60; seed++) {
            RandomColumns random = new RandomColumns(seed);
            RowType type = seed % 3 == 0 ? random.rowType(3, 2) : random.rowType(5, 0);
            check(type, random, seed, 3000);
        }
    }

    @Test
    void longSkipsJumpByTheOffsetIndex() {
        RowType type =
                RowType.of(
                        Field.of(0, "a", DataType.bigint()),
                        Field.of(1, "b", DataType.string()),
                        Field.of(2, "c", DataType.array(DataType.integer())));
        check(type, new RandomColumns(7), 7, 250_000);
    }

    private static void check(RowType type, RandomColumns random, long seed, int most) {
        SplittableRandom dice = new SplittableRandom(seed);
        List<Batch> batches = new ArrayList<>();
        for (int batch = dice.nextInt(3); batch >= 0; batch--) {
            batches.add(random.batch(type, 1 + dice.nextInt(most)));
        }
        byte[] file =
                Files.write(
                        type,
                        batches,
                        Files.options(
                                "zstd",
                                dice.nextInt(2) == 0 ? 30_000 : 0,
                                Map.of("parquet.page.size", "3000")));
        checkPieces(file, type, Cells.rows(batches), dice, seed);
    }

    /** Reads a file by random ranges, spans and selections. */
    static void checkPieces(
            byte[] file, RowType type, List<List<Object>> rows, SplittableRandom dice, long seed) {
        try (FormatReader reader = Files.open(file, type)) {
            for (int round = 0; round < 4; round++) {
                RowRanges ranges =
                        round == 0 ? RowRanges.all(rows.size()) : ranges(dice, rows.size());
                List<List<Object>> expected = new ArrayList<>();
                for (int range = 0; range < ranges.size(); range++) {
                    for (long row = ranges.start(range); row < ranges.end(range); row++) {
                        expected.add(rows.get((int) row));
                    }
                }
                String name = "seed " + seed + ", round " + round;
                walk(reader, type, ranges, expected, dice, name);
            }
        }
    }

    private static RowRanges ranges(SplittableRandom dice, int rows) {
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        long row = dice.nextInt(rows + 1);
        while (row < rows) {
            long end = Math.min(rows, row + 1 + dice.nextInt(rows / 3 + 1));
            starts.add(row);
            ends.add(end);
            row = end + 1 + dice.nextInt(rows / 2 + 1);
        }
        return RowRanges.of(
                starts.stream().mapToLong(Long::longValue).toArray(),
                ends.stream().mapToLong(Long::longValue).toArray());
    }

    private static void walk(
            FormatReader reader,
            RowType type,
            RowRanges ranges,
            List<List<Object>> expected,
            SplittableRandom dice,
            String name) {
        try (RowCursor cursor = reader.read(Files.all(type), ranges)) {
            assertEquals(expected.size(), cursor.rowCount(), name);
            int at = 0;
            while (at < expected.size()) {
                assertEquals(at, cursor.position(), name);
                if (dice.nextInt(3) == 0) {
                    Batch batch = cursor.next(1 + dice.nextInt(500));
                    assertTrue(batch != null && batch.rowCount() > 0, name);
                    assertEquals(
                            expected.subList(at, at + batch.rowCount()),
                            Cells.rows(List.of(batch)),
                            name);
                    at += batch.rowCount();
                    continue;
                }
                int span = 1 + dice.nextInt(expected.size() - at);
                span = dice.nextInt(3) == 0 ? span : Math.min(span, 700);
                int step = 1 + dice.nextInt(dice.nextInt(4) == 0 ? span : 3);
                int[] selected = new int[span];
                int count = 0;
                List<List<Object>> chosen = new ArrayList<>();
                boolean none = dice.nextInt(6) == 0;
                for (int row = dice.nextInt(step); row < span && !none; row += step) {
                    selected[count++] = row;
                    chosen.add(expected.get(at + row));
                }
                Batch batch = cursor.next(span, selected, count);
                assertEquals(chosen, Cells.rows(List.of(batch)), name);
                at += span;
            }
            assertEquals(null, cursor.next(10), name);
        }
    }

    @Test
    void pagesWithoutChosenRowsAreNotRead() {
        RowType type = RowType.of(Field.of(0, "a", DataType.doubling()));
        Batch batch = new RandomColumns(3).batch(type, 1_000_000);
        byte[] file = Files.write(type, List.of(batch), Files.ZSTD);
        MemoryFile.Input input = new MemoryFile.Input(file);
        try (FormatReader reader =
                        new ParquetFormat().open(input, type, io.weir.env.Environment.real());
                RowCursor cursor =
                        reader.read(
                                new int[] {0},
                                RowRanges.of(new long[] {900_000}, new long[] {900_010}))) {
            long before = input.bytesRead.get();
            Batch found = cursor.next(100);
            assertEquals(Cells.of(batch.column(0), 900_003), Cells.of(found.column(0), 3));
            long read = input.bytesRead.get() - before;
            assertTrue(read < file.length / 4, read + " of " + file.length + " bytes");
        }
    }
}
