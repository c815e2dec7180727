package io.weir.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.file.Run;
import io.weir.core.merge.MemoryRun.MemoryRow;
import io.weir.data.Cells;
import io.weir.env.Environment;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random runs against a plain sort: keys of every type, sequence columns, kinds, 1 to 100 runs. */
final class MergeReaderPropertyTest {

    private static final DataType[] KEY_TYPES = {
        DataType.bigint(),
        DataType.integer(),
        DataType.smallint(),
        DataType.tinyint(),
        DataType.bool(),
        DataType.string(),
        DataType.varbinary(20),
        DataType.date(),
        DataType.timestamp(3),
        DataType.timestamp(9),
        DataType.decimal(12, 2),
        DataType.decimal(30, 3),
        DataType.doubling(),
        DataType.floating()
    };

    @Test
    void theNewestVersionOfEachKeyComesOut() {
        for (long seed = 0; seed < 400; seed++) {
            check(seed);
        }
    }

    @Test
    void spillFilesAreGoneWhenTheirRunIsClosed() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        MergeSpec spec = spec(random);
        List<Run> runs = new ArrayList<>();
        for (int run = 0; run < 7; run++) {
            runs.add(new MemoryRun(spec, List.of(row(spec, run, run, random)), random));
        }
        SpillSpace space = new SpillSpace(Environment.real(), 1, 1L);
        Path scratch = Environment.real().scratchDirectory();
        try (MergeReader reader = space.merge(spec, runs, 2)) {
            assertTrue(space.isFull(0));
            assertTrue(reader.next() != null);
        }
        assertFalse(space.isFull(1));
        try (Stream<Path> files = Files.list(scratch)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void ofVersionsThatTieTheOneOfTheLastRunComesOut() {
        SplittableRandom random = new SplittableRandom(11);
        MergeSpec spec = spec(random);
        while (spec.keepAll() || spec.ignoreDelete() || spec.sequenceFields().size() > 0) {
            spec = spec(random);
        }
        for (int runsMax = 2; runsMax < 8; runsMax++) {
            List<Run> runs = new ArrayList<>();
            MemoryRow last = row(spec, 5, 1, random);
            for (int run = 0; run < 7; run++) {
                last = row(spec, 5, 1, new SplittableRandom(run));
                last.merge()[last.merge().length - 1] = (byte) 0;
                runs.add(new MemoryRun(spec, List.of(last), random));
            }
            try (MergeReader reader =
                    new SpillSpace(Environment.real(), 1, Long.MAX_VALUE)
                            .merge(spec, runs, runsMax)) {
                MergedBatch batch = java.util.Objects.requireNonNull(reader.next());
                assertEquals(
                        Arrays.deepToString(last.values()),
                        values(spec, batch, 0),
                        "read at once: " + runsMax);
            }
        }
    }

    private static void check(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MergeSpec spec = spec(random);
        int runCount = random.nextInt(10) == 0 ? 1 + random.nextInt(100) : 1 + random.nextInt(6);
        int keySpace = random.nextInt(3) == 0 ? 3 : 1 << random.nextInt(14);
        boolean unique = random.nextBoolean();
        // Runs of one writer have numbers in the order of the runs, runs of several need not.
        boolean mixed = random.nextInt(3) == 0;
        List<List<MemoryRow>> runs = new ArrayList<>();
        List<MemoryRow> all = new ArrayList<>();
        Comparator<MemoryRow> order = order(spec);
        long number = 0;
        for (int run = 0; run < runCount; run++) {
            List<MemoryRow> rows = new ArrayList<>();
            int rowCount = random.nextInt(5) == 0 ? 0 : random.nextInt(1 + 3000 / runCount);
            int base = random.nextInt(3) == 0 ? random.nextInt(keySpace) : 0;
            for (int row = 0; row < rowCount; row++, number++) {
                rows.add(
                        row(
                                spec,
                                base + random.nextInt(keySpace),
                                mixed ? number * 7919 % 1_000_003 : number,
                                random));
            }
            rows.sort(order);
            if (unique) {
                rows = lastOfEachKey(spec, rows);
            }
            runs.add(rows);
            all.addAll(rows);
        }
        all.sort(order);
        List<String> expected = new ArrayList<>();
        for (MemoryRow row : spec.keepAll() ? all : winners(spec, all)) {
            expected.add(text(spec, row));
        }
        assertEquals(expected, read(spec, runs, random), "seed " + seed + " " + spec);
        if (!spec.keepAll()) {
            List<String> inAnyOrder = new ArrayList<>();
            for (MemoryRow row : winners(spec, all)) {
                inAnyOrder.add(Arrays.deepToString(row.values()));
            }
            Collections.sort(inAnyOrder);
            assertEquals(inAnyOrder, readRunByRun(spec, runs, random), "seed " + seed + " " + spec);
        }
    }

    private static MergeSpec spec(SplittableRandom random) {
        List<Field> keys = new ArrayList<>();
        int keyCount = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
        for (int key = 0; key < keyCount; key++) {
            keys.add(
                    Field.of(
                            key, "k" + key, KEY_TYPES[random.nextInt(KEY_TYPES.length)].notNull()));
        }
        List<Field> sequence = new ArrayList<>();
        int sequenceCount = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        for (int column = 0; column < sequenceCount; column++) {
            sequence.add(
                    Field.of(
                            10 + column,
                            "s" + column,
                            KEY_TYPES[random.nextInt(KEY_TYPES.length)]));
        }
        List<Field> values = new ArrayList<>();
        if (random.nextBoolean()) {
            values.addAll(keys);
        }
        values.addAll(sequence);
        values.add(Field.of(20, "text", DataType.string()));
        values.add(Field.of(21, "count", DataType.integer()));
        values.add(Field.of(22, "wide", DataType.decimal(30, 0)));
        values.add(Field.of(23, "list", DataType.array(DataType.integer())));
        values.add(Field.of(24, "note", DataType.string()));
        values.add(Field.of(25, "score", DataType.doubling()));
        values.add(Field.of(26, "share", DataType.floating()));
        values.add(Field.of(27, "yes", DataType.bool()));
        boolean keepAll = random.nextInt(6) == 0;
        return new MergeSpec(
                RowType.of(keys),
                RowType.of(sequence),
                random.nextBoolean(),
                RowType.of(values),
                !keepAll && random.nextBoolean(),
                !keepAll && random.nextInt(4) == 0,
                keepAll,
                true);
    }

    private static MemoryRow row(MergeSpec spec, int key, long number, SplittableRandom random) {
        int keyCount = spec.keyType().size();
        int sequenceCount = spec.sequenceFields().size();
        Object[] merge = new Object[keyCount + sequenceCount + 2];
        for (int column = 0; column < keyCount; column++) {
            int part = column + 1 == keyCount ? key : key & 1;
            merge[column] = cell(spec.keyType().type(column), part);
        }
        for (int column = 0; column < sequenceCount; column++) {
            merge[keyCount + column] =
                    random.nextInt(4) == 0
                            ? null
                            : cell(spec.sequenceFields().type(column), random.nextInt(3));
        }
        merge[keyCount + sequenceCount] = number;
        merge[keyCount + sequenceCount + 1] = (byte) random.nextInt(random.nextBoolean() ? 1 : 4);
        int[] fromKey = MergeColumns.valueFromKey(spec);
        Object[] values = new Object[fromKey.length];
        for (int column = 0; column < fromKey.length; column++) {
            if (fromKey[column] >= 0) {
                values[column] = merge[fromKey[column]];
            } else if (random.nextInt(8) > 0) {
                values[column] = value(spec.values().field(column).name(), number, random);
            }
        }
        return new MemoryRow(merge, values);
    }

    private static Object value(String name, long number, SplittableRandom random) {
        return switch (name) {
            case "text" -> "status-" + random.nextInt(5);
            case "count" -> (int) number;
            case "wide" ->
                    new BigDecimal(number).multiply(new BigDecimal("-100000000000000000007"));
            case "list" -> List.of((int) number, 7);
            case "note" -> "note number " + number;
            case "score" -> number / 3.0;
            case "share" -> number / 3.0f;
            case "yes" -> random.nextBoolean();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Object cell(DataType type, int number) {
        return switch (type.kind()) {
            case BIGINT -> (number - 7) * 1_000_000_007L;
            case INT -> number * 1001 - 5000;
            case SMALLINT -> (short) (number - 5);
            case TINYINT -> (byte) (number - 5);
            case BOOLEAN -> (number & 1) == 1;
            case VARCHAR -> text(number);
            case VARBINARY -> bytes(number);
            case DATE -> LocalDate.ofEpochDay(number - 10);
            case TIMESTAMP ->
                    LocalDateTime.of(1969, 12, 31, 23, 59, 50).plusNanos(number * 1_000_000L);
            case DECIMAL ->
                    type.toString().startsWith("DECIMAL(12")
                            ? new BigDecimal(number - 100).setScale(2)
                            : new BigDecimal("10000000000000000000.123")
                                    .multiply(new BigDecimal(number - 3))
                                    .setScale(3, java.math.RoundingMode.UNNECESSARY);
            case DOUBLE -> (number - 4) * 0.25;
            case FLOAT -> (number - 4) * 0.5f;
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static String text(int number) {
        return switch (number % 3) {
            case 0 -> "k" + number;
            case 1 -> "a common start " + number;
            default -> "äöü€".substring(0, number % 4) + number;
        };
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[number % 12];
        Arrays.fill(bytes, (byte) (number % 2 == 0 ? 0 : 0xF0));
        if (bytes.length > 0) {
            bytes[bytes.length - 1] = (byte) number;
        }
        return bytes;
    }

    private static Comparator<MemoryRow> order(MergeSpec spec) {
        int keyCount = spec.keyType().size();
        int number = keyCount + spec.sequenceFields().size();
        return (left, right) -> {
            int keys = compare(left.merge(), right.merge(), 0, keyCount);
            if (keys != 0) {
                return keys;
            }
            for (int column = keyCount; column < number; column++) {
                Object one = left.merge()[column];
                Object other = right.merge()[column];
                int sequence = compareCells(one, other);
                if (sequence != 0) {
                    // A null is older than all else under either order.
                    boolean turned = spec.sequenceDescending() && one != null && other != null;
                    return turned ? -sequence : sequence;
                }
            }
            return compare(left.merge(), right.merge(), number, number + 1);
        };
    }

    private static int compare(
            @Nullable Object[] left, @Nullable Object[] right, int from, int to) {
        for (int column = from; column < to; column++) {
            int order = compareCells(left[column], right[column]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked")
    private static int compareCells(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    ((String) right).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static boolean sameKey(MergeSpec spec, MemoryRow left, MemoryRow right) {
        return compare(left.merge(), right.merge(), 0, spec.keyType().size()) == 0;
    }

    private static List<MemoryRow> lastOfEachKey(MergeSpec spec, List<MemoryRow> rows) {
        List<MemoryRow> kept = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (row + 1 == rows.size() || !sameKey(spec, rows.get(row), rows.get(row + 1))) {
                kept.add(rows.get(row));
            }
        }
        return kept;
    }

    private static List<MemoryRow> winners(MergeSpec spec, List<MemoryRow> sorted) {
        List<MemoryRow> seen = new ArrayList<>(sorted);
        if (spec.ignoreDelete()) {
            seen.removeIf(MergeReaderPropertyTest::isRetract);
        }
        List<MemoryRow> kept = lastOfEachKey(spec, seen);
        if (spec.dropDeletes()) {
            kept.removeIf(MergeReaderPropertyTest::isRetract);
        }
        return kept;
    }

    private static boolean isRetract(MemoryRow row) {
        byte kind = (byte) java.util.Objects.requireNonNull(row.merge()[row.merge().length - 1]);
        return kind == 1 || kind == 3;
    }

    private static String text(MergeSpec spec, MemoryRow row) {
        int number = spec.keyType().size() + spec.sequenceFields().size();
        return row.merge()[number]
                + "/"
                + row.merge()[number + 1]
                + Arrays.deepToString(row.values());
    }

    private static List<String> read(
            MergeSpec spec, List<List<MemoryRow>> runs, SplittableRandom random) {
        List<Run> opened = open(spec, runs, random);
        List<String> found = new ArrayList<>();
        SpillSpace space = new SpillSpace(Environment.real(), random.nextInt(2), Long.MAX_VALUE);
        int runsMax = random.nextInt(3) == 0 ? 2 + random.nextInt(5) : 1000;
        try (MergeReader reader = space.merge(spec, opened, runsMax)) {
            for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    found.add(
                            java.util.Objects.requireNonNull(batch.sequenceNumbers()).values()[row]
                                    + "/"
                                    + java.util.Objects.requireNonNull(batch.kinds()).values()[row]
                                    + values(spec, batch, row));
                }
            }
        }
        return found;
    }

    private static List<String> readRunByRun(
            MergeSpec history, List<List<MemoryRow>> runs, SplittableRandom random) {
        MergeSpec spec =
                new MergeSpec(
                        history.keyType(),
                        history.sequenceFields(),
                        history.sequenceDescending(),
                        history.values(),
                        history.dropDeletes(),
                        history.ignoreDelete(),
                        false,
                        false);
        List<String> found = new ArrayList<>();
        try (MergeReader reader = MergeReader.runByRun(spec, open(spec, runs, random))) {
            for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                assertTrue(batch.rowCount() > 0);
                for (int row = 0; row < batch.rowCount(); row++) {
                    found.add(values(spec, batch, row));
                }
            }
        }
        Collections.sort(found);
        return found;
    }

    private static List<Run> open(
            MergeSpec spec, List<List<MemoryRow>> runs, SplittableRandom random) {
        List<Run> opened = new ArrayList<>();
        for (List<MemoryRow> rows : runs) {
            opened.add(new MemoryRun(spec, rows, random));
        }
        return opened;
    }

    private static String values(MergeSpec spec, MergedBatch batch, int row) {
        Object[] cells = new Object[spec.values().size()];
        for (int column = 0; column < cells.length; column++) {
            cells[column] =
                    Cells.value(batch.values().column(column), spec.values().type(column), row);
        }
        return Arrays.deepToString(cells);
    }
}
