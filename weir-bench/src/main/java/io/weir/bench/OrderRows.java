package io.weir.bench;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The rows of the benchmark: orders with a BIGINT key, two repetitive and one unique text, a
 * decimal, a double, a timestamp, a date and a version. The same seed gives the same rows.
 */
final class OrderRows {

    static final int BATCH_ROWS = 8192;
    private static final int CUSTOMERS = 65_536;
    private static final String[] STATUS = {"created", "paid", "packed", "shipped", "returned"};
    private static final long FIRST_MILLIS = 1_700_000_000_000L;

    static final RowType TYPE =
            RowType.of(
                    Field.of(0, "id", DataType.bigint()),
                    Field.of(1, "qty", DataType.integer()),
                    Field.of(2, "customer", DataType.string()),
                    Field.of(3, "status", DataType.string()),
                    Field.of(4, "amount", DataType.decimal(12, 2)),
                    Field.of(5, "score", DataType.doubling()),
                    Field.of(6, "ts", DataType.timestamp(3)),
                    Field.of(7, "d", DataType.date()),
                    Field.of(8, "note", DataType.string()),
                    Field.of(9, "ver", DataType.bigint()));

    private OrderRows() {}

    /**
     * Makes rows in batches.
     *
     * @param keys ids are random in {@code [0, keys)}; 0: ids count up from {@code firstVersion}
     * @param firstVersion value of {@code ver} in the first row; it counts up
     */
    static List<Batch> make(long seed, int rowCount, long keys, long firstVersion) {
        Random random = new Random(seed);
        List<Batch> batches = new ArrayList<>();
        for (int made = 0; made < rowCount; made += BATCH_ROWS) {
            int count = Math.min(BATCH_ROWS, rowCount - made);
            batches.add(batch(random, count, keys, firstVersion + made));
        }
        return batches;
    }

    private static Batch batch(Random random, int count, long keys, long firstVersion) {
        long[] id = new long[count];
        int[] qty = new int[count];
        long[] amount = new long[count];
        double[] score = new double[count];
        long[] ts = new long[count];
        int[] day = new int[count];
        long[] version = new long[count];
        Text customer = new Text(count, 15);
        Text status = new Text(count, 8);
        Text note = new Text(count, 36);
        byte[] noteBytes = new byte[35];
        for (int row = 0; row < count; row++) {
            long number = firstVersion + row;
            id[row] = keys == 0 ? number : Math.floorMod(random.nextLong(), keys);
            qty[row] = 1 + random.nextInt(100);
            customer.add(customer(random.nextInt(CUSTOMERS)));
            status.add(STATUS[random.nextInt(STATUS.length)].getBytes(StandardCharsets.UTF_8));
            amount[row] = random.nextInt(10_000_000);
            score[row] = random.nextDouble();
            ts[row] = FIRST_MILLIS + number * 7;
            day[row] = (int) (ts[row] / 86_400_000L);
            fillNote(random, number, noteBytes);
            note.add(noteBytes);
            version[row] = number;
        }
        ColumnVector[] columns = {
            new LongVector(id, count, Validity.ALL),
            new IntVector(qty, count, Validity.ALL),
            customer.vector(),
            status.vector(),
            new LongVector(amount, count, Validity.ALL),
            new DoubleVector(score, count, Validity.ALL),
            new LongVector(ts, count, Validity.ALL),
            new IntVector(day, count, Validity.ALL),
            note.vector(),
            new LongVector(version, count, Validity.ALL)
        };
        return new Batch(count, columns);
    }

    private static byte[] customer(int number) {
        return ("customer-" + (100_000 + number)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Unique text of 35 bytes: the row's number, then letters. */
    private static void fillNote(Random random, long number, byte[] target) {
        long digits = number;
        for (int position = 9; position >= 0; position--) {
            target[position] = (byte) ('0' + digits % 10);
            digits /= 10;
        }
        target[10] = ' ';
        long letters = random.nextLong();
        for (int position = 11; position < target.length; position++) {
            target[position] = (byte) ('a' + (letters & 15));
            letters = Long.rotateRight(letters, 5) * 31;
        }
    }

    /** Text of one batch being laid end to end. */
    private static final class Text {
        private byte[] data;
        private final int[] offsets;
        private int count;

        Text(int rows, int sizeExpected) {
            this.data = new byte[rows * sizeExpected + 64];
            this.offsets = new int[rows + 1];
        }

        void add(byte[] value) {
            int start = offsets[count];
            if (start + value.length > data.length) {
                data = java.util.Arrays.copyOf(data, data.length * 2);
            }
            System.arraycopy(value, 0, data, start, value.length);
            offsets[++count] = start + value.length;
        }

        BytesVector vector() {
            return new BytesVector(data, offsets, count, Validity.ALL);
        }
    }
}
