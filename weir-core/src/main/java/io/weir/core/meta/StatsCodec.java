package io.weir.core.meta;

import io.weir.core.codec.AvroFileReader;
import io.weir.core.codec.AvroType;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.FieldPlan.Shape;
import io.weir.core.meta.FieldPlan.Wanted;
import io.weir.error.CorruptFileException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the statistics record of manifests (format section 4.5). */
final class StatsCodec {

    private static final int MIN = 0;
    private static final int MAX = 1;
    private static final int NULL_COUNTS = 2;

    private static final List<Wanted> FIELDS =
            List.of(
                    Wanted.of("_MIN_VALUES", Shape.BYTES),
                    Wanted.of("_MAX_VALUES", Shape.BYTES),
                    Wanted.nullable("_NULL_COUNTS", Shape.SEQUENCE));

    private static final SimpleStats NONE =
            new SimpleStats(BinaryRowWriter.EMPTY, BinaryRowWriter.EMPTY, new long[0]);

    private static final int COLUMNS_MAX = 100_000;

    private final FieldPlan plan;
    private final int itemNullBranch;
    private long[] counts = new long[16];

    private StatsCodec(FieldPlan plan, int itemNullBranch) {
        this.plan = plan;
        this.itemNullBranch = itemNullBranch;
    }

    static StatsCodec of(AvroType.@Nullable Structure type, String file) {
        if (type == null) {
            throw new IllegalStateException(file + ": a required record has no type");
        }
        FieldPlan plan = FieldPlan.of(type, FIELDS, file);
        AvroType items = plan.items(NULL_COUNTS);
        int nullBranch = -1;
        if (items instanceof AvroType.Union union && union.branches().size() == 2) {
            nullBranch = union.branches().indexOf(AvroType.Scalar.NULL);
        }
        boolean numbers =
                items == null
                        || items == AvroType.Scalar.LONG
                        || items == AvroType.Scalar.INT
                        || nullBranch >= 0;
        if (!numbers) {
            throw new CorruptFileException(file, "field _NULL_COUNTS has items of type " + items);
        }
        return new StatsCodec(plan, nullBranch);
    }

    /**
     * @param likelyMin shared if the minimum has just these bytes
     * @param likelyMax shared if the maximum has just these bytes
     */
    SimpleStats read(ByteReader source, byte[] likelyMin, byte[] likelyMax) {
        byte[] min = likelyMin;
        byte[] max = likelyMax;
        long[] nullCounts = null;
        for (int field = 0; field < plan.fieldCount(); field++) {
            switch (plan.targets[field]) {
                case MIN -> min = readBytes(field, source, likelyMin);
                case MAX -> max = readBytes(field, source, likelyMax);
                case NULL_COUNTS -> {
                    if (plan.hasValue(field, source)) {
                        nullCounts = readCounts(source);
                    }
                }
                default -> plan.skip(field, source);
            }
        }
        if (min.length == BinaryRowWriter.EMPTY.length
                && nullCounts != null
                && nullCounts.length == 0
                && Arrays.equals(min, BinaryRowWriter.EMPTY)
                && Arrays.equals(max, BinaryRowWriter.EMPTY)) {
            return NONE;
        }
        return new SimpleStats(min, max, nullCounts);
    }

    private byte[] readBytes(int field, ByteReader source, byte[] likely) {
        if (!plan.hasValue(field, source)) {
            throw source.corrupt("minimum and maximum may not be null");
        }
        return source.readBytes(likely);
    }

    private long[] readCounts(ByteReader source) {
        int count = 0;
        for (int left = AvroFileReader.blockLength(source);
                left > 0;
                left = AvroFileReader.blockLength(source)) {
            if (count + left > COLUMNS_MAX) {
                throw source.corrupt("statistics of " + (count + left) + " columns");
            }
            if (counts.length < count + left) {
                counts = Arrays.copyOf(counts, 2 * (count + left));
            }
            for (int item = 0; item < left; item++) {
                counts[count++] = readCount(source);
            }
        }
        return Arrays.copyOf(counts, count);
    }

    private long readCount(ByteReader source) {
        if (itemNullBranch >= 0) {
            long branch = source.readLong();
            if (branch == itemNullBranch) {
                return -1;
            }
            if (branch != 1 - itemNullBranch) {
                throw source.corrupt("branch " + branch + " of a union of 2");
            }
        }
        long count = source.readLong();
        if (count < 0) {
            throw source.corrupt("a null count of " + count);
        }
        return count;
    }

    static void write(ByteWriter target, SimpleStats stats) {
        target.writeBytes(stats.minValues());
        target.writeBytes(stats.maxValues());
        long[] nullCounts = stats.nullCounts();
        if (nullCounts == null) {
            target.writeLong(0);
            return;
        }
        target.writeLong(1);
        if (nullCounts.length > 0) {
            target.writeInt(nullCounts.length);
            for (long count : nullCounts) {
                if (count < 0) {
                    target.writeLong(0);
                } else {
                    target.writeLong(1);
                    target.writeLong(count);
                }
            }
        }
        target.writeLong(0);
    }
}
