package io.weir.parquet;

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
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Batches of the benchmark's row. */
final class BenchmarkRows {

    private static final String[] STATUS = {"new", "paid", "packed", "shipped", "returned"};

    private BenchmarkRows() {}

    static RowType type() {
        return RowType.of(
                List.of(
                        Field.of(0, "id", DataType.bigint()),
                        Field.of(1, "qty", DataType.integer()),
                        Field.of(2, "customer", DataType.string()),
                        Field.of(3, "status", DataType.string()),
                        Field.of(4, "amount", DataType.decimal(12, 2)),
                        Field.of(5, "score", DataType.doubling()),
                        Field.of(6, "ts", DataType.timestamp(3)),
                        Field.of(7, "d", DataType.date()),
                        Field.of(8, "note", DataType.string()),
                        Field.of(9, "ver", DataType.bigint())));
    }

    static Batch[] batches(int rows, int batchRows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Batch[] batches = new Batch[(rows + batchRows - 1) / batchRows];
        for (int batch = 0; batch < batches.length; batch++) {
            int from = batch * batchRows;
            batches[batch] = batch(random, from, Math.min(batchRows, rows - from));
        }
        return batches;
    }

    private static Batch batch(SplittableRandom random, int from, int count) {
        long[] id = new long[count];
        int[] qty = new int[count];
        long[] amount = new long[count];
        double[] score = new double[count];
        long[] ts = new long[count];
        int[] d = new int[count];
        long[] ver = new long[count];
        String[] customer = new String[count];
        String[] status = new String[count];
        String[] note = new String[count];
        for (int row = 0; row < count; row++) {
            id[row] = from + row;
            qty[row] = random.nextInt(1, 100);
            customer[row] = "customer-" + random.nextInt(65_536);
            status[row] = STATUS[random.nextInt(5)];
            amount[row] = random.nextLong(1_000_000);
            score[row] = random.nextDouble();
            ts[row] = 1_700_000_000_000L + (from + row) * 37L + random.nextInt(30);
            d[row] = 19_000 + random.nextInt(365);
            note[row] = "note " + Long.toHexString(random.nextLong()) + " of row " + (from + row);
            ver[row] = from + row;
        }
        return new Batch(
                count,
                new ColumnVector[] {
                    new LongVector(id, count, Validity.ALL),
                    new IntVector(qty, count, Validity.ALL),
                    strings(customer),
                    strings(status),
                    new LongVector(amount, count, Validity.ALL),
                    new DoubleVector(score, count, Validity.ALL),
                    new LongVector(ts, count, Validity.ALL),
                    new IntVector(d, count, Validity.ALL),
                    strings(note),
                    new LongVector(ver, count, Validity.ALL)
                });
    }

    static BytesVector strings(String... values) {
        int[] offsets = new int[values.length + 1];
        byte[] data = new byte[16];
        for (int row = 0; row < values.length; row++) {
            byte[] bytes = values[row].getBytes(StandardCharsets.UTF_8);
            int at = offsets[row];
            if (at + bytes.length > data.length) {
                data = Arrays.copyOf(data, Math.max(at + bytes.length, data.length * 2));
            }
            System.arraycopy(bytes, 0, data, at, bytes.length);
            offsets[row + 1] = at + bytes.length;
        }
        return new BytesVector(data, offsets, values.length, Validity.ALL);
    }
}
