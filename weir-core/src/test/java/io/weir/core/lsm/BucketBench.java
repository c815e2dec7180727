package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * CPU of the parts of a bucket that need no file: buffering, sorting, gathering, merging, weaving.
 * Run it by hand; it prints nanoseconds a row.
 */
final class BucketBench {

    static final RowType TYPE =
            RowType.of(
                    Field.of(0, "id", DataType.bigint().notNull()),
                    Field.of(1, "qty", DataType.integer()),
                    Field.of(2, "customer", DataType.string()),
                    Field.of(3, "status", DataType.string()),
                    Field.of(4, "amount", DataType.decimal(12, 2)),
                    Field.of(5, "score", DataType.doubling()),
                    Field.of(6, "ts", DataType.timestamp(3)),
                    Field.of(7, "d", DataType.date()),
                    Field.of(8, "note", DataType.string()),
                    Field.of(9, "ver", DataType.bigint()));

    private static final TableSchema SCHEMA =
            new TableSchema(0, TYPE.fields(), 9, List.of(), List.of("id"), Map.of(), null, 0);

    private BucketBench() {}

    /** Columns of random rows, one column after the other. */
    static ColumnVector[] rows(SplittableRandom random, int count, int keys) {
        long[] id = new long[count];
        int[] qty = new int[count];
        long[] amount = new long[count];
        double[] score = new double[count];
        long[] ts = new long[count];
        int[] day = new int[count];
        long[] ver = new long[count];
        byte[][] customer = new byte[count][];
        byte[][] status = new byte[count][];
        byte[][] note = new byte[count][];
        String[] states = {"new", "paid", "packed", "shipped", "returned"};
        for (int row = 0; row < count; row++) {
            id[row] = random.nextInt(keys);
            qty[row] = random.nextInt(100);
            amount[row] = random.nextInt(10_000_000);
            score[row] = random.nextDouble();
            ts[row] = 1_700_000_000_000L + random.nextInt(1_000_000_000);
            day[row] = 19_000 + random.nextInt(1000);
            ver[row] = row;
            customer[row] =
                    ("customer-" + (100_000 + random.nextInt(65_536)))
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            status[row] =
                    states[random.nextInt(5)].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            note[row] =
                    (Long.toHexString(random.nextLong() | 1L << 63)
                                    + Long.toHexString(random.nextLong() | 1L << 63)
                                    + "abc")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return new ColumnVector[] {
            new LongVector(id, count, Validity.ALL),
            new IntVector(qty, count, Validity.ALL),
            text(customer),
            text(status),
            new LongVector(amount, count, Validity.ALL),
            new DoubleVector(score, count, Validity.ALL),
            new LongVector(ts, count, Validity.ALL),
            new IntVector(day, count, Validity.ALL),
            text(note),
            new LongVector(ver, count, Validity.ALL)
        };
    }

    private static BytesVector text(byte[][] values) {
        int[] offsets = new int[values.length + 1];
        for (int row = 0; row < values.length; row++) {
            offsets[row + 1] = offsets[row] + values[row].length;
        }
        byte[] data = new byte[offsets[values.length]];
        for (int row = 0; row < values.length; row++) {
            System.arraycopy(values[row], 0, data, offsets[row], values[row].length);
        }
        return new BytesVector(data, offsets, values.length, Validity.ALL);
    }

    public static void main(String[] arguments) {
        SplittableRandom random = new SplittableRandom(1);
        List<ColumnVector[]> batches = new ArrayList<>();
        for (int batch = 0; batch < 64; batch++) {
            batches.add(rows(random, 8192, 1_000_000));
        }
        int[] all = new int[8192];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        MergeSpec spec = MergeSpec.rewrite(SCHEMA, false);
        int total = 64 * 8192;
        for (int round = 0; round < 8; round++) {
            WriteBuffer buffer = new WriteBuffer(spec);
            time(
                    "append",
                    total,
                    ignored -> {
                        long number = 0;
                        for (ColumnVector[] columns : batches) {
                            buffer.append(columns, null, all, 0, 8192, number);
                            number += 8192;
                        }
                    });
            Run[] sorted = new Run[1];
            time("sort", total, ignored -> sorted[0] = buffer.drain());
            time("flush", total, ignored -> drain(spec, List.of(sorted[0])));
            List<Run> runs = new ArrayList<>();
            for (int run = 0; run < 6; run++) {
                WriteBuffer part = new WriteBuffer(spec);
                for (int batch = 0; batch < 10; batch++) {
                    part.append(
                            batches.get(10 * run + batch),
                            null,
                            all,
                            0,
                            8192,
                            run * 1000_000 + batch * 8192);
                }
                runs.add(part.drain());
            }
            time("merge 6", 60 * 8192, ignored -> drain(spec, runs));
            System.out.println();
        }
    }

    private static void time(String what, int rows, IntConsumer work) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.accept(rows);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        System.out.printf("%s %d ns/row  ", what, nanos / rows);
    }

    static long drain(MergeSpec spec, List<Run> runs) {
        long count = 0;
        try (MergeReader reader = new MergeReader(spec, runs)) {
            for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                count += batch.rowCount();
            }
        }
        return count;
    }
}
