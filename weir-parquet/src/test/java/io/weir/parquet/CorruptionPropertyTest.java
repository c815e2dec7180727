package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.error.CorruptFileException;
import io.weir.error.WeirException;
import io.weir.format.FormatReader;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorruptionPropertyTest {

    private static final int CASES_PER_FILE = 700;

    @Test
    void damagedFilesOfOursGiveAnErrorOrTheRows() {
        int errors = 0;
        for (long seed = 0; seed < 10; seed++) {
            RandomColumns random = new RandomColumns(seed);
            RowType type = seed % 2 == 0 ? scalars() : random.rowType(3, 2);
            List<Batch> batches = List.of(random.batch(type, 60), random.batch(type, 40));
            String codec = new String[] {"zstd", "none", "lz4", "snappy", "gzip"}[(int) seed % 5];
            byte[] file =
                    Files.write(
                            type,
                            batches,
                            Files.options(codec, 3000, Map.of("parquet.page.size", "200")));
            List<List<Object>> rows = Cells.rows(batches);
            SplittableRandom dice = new SplittableRandom(seed);
            for (int round = 0; round < CASES_PER_FILE; round++) {
                byte[] damaged = damage(file, dice);
                String name = "seed " + seed + ", case " + round;
                List<List<Object>> found = tryRead(damaged, type, dice, name);
                if (found == null) {
                    errors++;
                } else {
                    assertEquals(rows, found, name);
                }
            }
        }
        assertTrue(errors > 5000, errors + " errors");
    }

    private static RowType scalars() {
        List<Field> fields = new ArrayList<>();
        for (DataType type : RandomColumns.scalars()) {
            fields.add(Field.of(fields.size(), "c" + fields.size(), type));
        }
        return RowType.of(fields);
    }

    static byte[] damage(byte[] file, SplittableRandom dice) {
        byte[] damaged = file.clone();
        switch (dice.nextInt(5)) {
            case 0 -> damaged = Arrays.copyOf(damaged, dice.nextInt(damaged.length));
            case 1 -> damaged[dice.nextInt(damaged.length)] = (byte) dice.nextInt(256);
            case 2 -> {
                int from = dice.nextInt(damaged.length);
                int to = Math.min(damaged.length, from + 1 + dice.nextInt(40));
                for (int at = from; at < to; at++) {
                    damaged[at] = (byte) dice.nextInt(256);
                }
            }
            default -> damaged[dice.nextInt(damaged.length)] ^= (byte) (1 << dice.nextInt(8));
        }
        return damaged;
    }

    /** The rows read, whole or with selections; null after a typed error. */
    static List<List<Object>> tryRead(
            byte[] file, RowType type, SplittableRandom dice, String name) {
        long start = System.nanoTime();
        try (FormatReader reader = Files.open(file, type)) {
            String first = type.field(0).name();
            RowRanges some = reader.matching(new Predicate.IsNotNull(first));
            some.union(reader.matching(Predicate.equal(first, 1L)));
            if (dice.nextInt(3) == 0 && reader.rowCount() >= 20) {
                try (RowCursor cursor = reader.read(Files.all(type), some)) {
                    if (cursor.rowCount() > 10) {
                        cursor.next(10, new int[] {3}, 1);
                        cursor.next(5);
                    }
                }
            }
            return Cells.rows(
                    Files.read(reader, Files.all(type), RowRanges.all(reader.rowCount()), 1000));
        } catch (WeirException expected) {
            return null;
        } catch (RuntimeException | Error other) {
            throw new AssertionError(name + ": " + other, other);
        } finally {
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 20_000, name + " took " + millis + " ms");
        }
    }

    @Test
    void everyBitOfASmallFileCounts() {
        RowType type =
                RowType.of(
                        Field.of(0, "a", DataType.bigint()),
                        Field.of(1, "b", DataType.string().notNull()));
        RandomColumns random = new RandomColumns(5);
        List<Batch> batches = List.of(random.batch(type, 30));
        byte[] file = Files.write(type, batches, Files.options("none", 0, Map.of()));
        List<List<Object>> rows = Cells.rows(batches);
        SplittableRandom dice = new SplittableRandom(1);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] damaged = file.clone();
            damaged[bit >>> 3] ^= (byte) (1 << (bit & 7));
            List<List<Object>> found = tryRead(damaged, type, dice, "bit " + bit);
            if (found != null) {
                assertEquals(rows, found, "bit " + bit);
            }
        }
    }

    @Test
    void theErrorNamesTheFile() {
        CorruptFileException failure =
                assertThrows(
                        CorruptFileException.class, () -> Files.open(new byte[100], RowType.of()));
        assertEquals("file:/memory/file.parquet", failure.location());
    }
}
