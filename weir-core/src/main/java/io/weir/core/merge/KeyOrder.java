package io.weir.core.merge;

import io.weir.core.codec.ValueOrder;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.type.RowType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The order of keys, and of the versions of one key. Immutable, safe for many threads.
 *
 * <p>It works on <em>merge columns</em>, as {@link io.weir.core.file.Run#keys} gives them: key
 * columns, sequence columns, sequence number, kind. For the hot loops a key has a <em>prefix</em>,
 * one long whose signed order never contradicts the order of keys: different prefixes order the
 * keys, equal ones ask for {@link #compareKeys} unless the prefix is exact.
 */
public final class KeyOrder {

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int keyCount;
    private final int sequenceCount;
    private final boolean descending;
    private final VectorKind first;
    private final boolean paired;
    private final boolean wholeKey;

    /**
     * @param keyType not empty
     * @param descending whether a smaller value of the sequence columns is newer
     */
    public KeyOrder(RowType keyType, RowType sequenceFields, boolean descending) {
        this.keyCount = keyType.size();
        this.sequenceCount = sequenceFields.size();
        this.descending = descending;
        this.first = VectorKind.of(keyType.type(0));
        this.paired = keyCount > 1 && isShort(first) && isShort(VectorKind.of(keyType.type(1)));
        this.wholeKey =
                keyCount == (paired ? 2 : 1)
                        && first != VectorKind.BYTES
                        && first != VectorKind.WIDE;
    }

    public static KeyOrder of(MergeSpec spec) {
        return new KeyOrder(spec.keyType(), spec.sequenceFields(), spec.sequenceDescending());
    }

    private static boolean isShort(VectorKind kind) {
        return kind == VectorKind.BYTE || kind == VectorKind.INT;
    }

    /** Position of the sequence number among the merge columns. */
    public int sequenceNumberColumn() {
        return keyCount + sequenceCount;
    }

    /** Whether versions are ordered by sequence number alone. */
    boolean numbersOnly() {
        return sequenceCount == 0;
    }

    /**
     * Fills the prefixes of rows 0 to {@code rowCount - 1}.
     *
     * @return whether they are exact: equal prefixes mean equal keys
     */
    public boolean prefixes(ColumnVector[] columns, int rowCount, long[] out) {
        boolean nulls = fill(columns[0], rowCount, out);
        if (paired) {
            boolean secondNulls = columns[1].validity().nullCount(rowCount) > 0;
            nulls |= secondNulls;
            for (int row = 0; row < rowCount; row++) {
                out[row] <<= 32;
            }
            if (!secondNulls) {
                addLow(columns[1], rowCount, out);
            }
        }
        return wholeKey && !nulls;
    }

    private boolean fill(ColumnVector vector, int rowCount, long[] out) {
        switch (first) {
            case BYTE -> fillBytes(((ByteVector) vector).values(), rowCount, out);
            case INT -> fillInts(((IntVector) vector).values(), rowCount, out);
            case LONG -> System.arraycopy(((LongVector) vector).values(), 0, out, 0, rowCount);
            case WIDE -> System.arraycopy(((WideVector) vector).high(), 0, out, 0, rowCount);
            case FLOAT -> fillFloats(((FloatVector) vector).values(), rowCount, out);
            case DOUBLE -> fillDoubles(((DoubleVector) vector).values(), rowCount, out);
            case BYTES, DICTIONARY -> fillText(vector, rowCount, out);
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException("key of kind " + first);
        }
        if (vector.validity().nullCount(rowCount) == 0) {
            return false;
        }
        long least = isShort(first) ? Integer.MIN_VALUE : Long.MIN_VALUE;
        for (int row = 0; row < rowCount; row++) {
            if (vector.isNull(row)) {
                out[row] = least;
            }
        }
        return true;
    }

    private static void fillBytes(byte[] values, int rowCount, long[] out) {
        for (int row = 0; row < rowCount; row++) {
            out[row] = values[row];
        }
    }

    private static void fillInts(int[] values, int rowCount, long[] out) {
        for (int row = 0; row < rowCount; row++) {
            out[row] = values[row];
        }
    }

    private static void fillFloats(float[] values, int rowCount, long[] out) {
        for (int row = 0; row < rowCount; row++) {
            out[row] = ordered(values[row]);
        }
    }

    private static void fillDoubles(double[] values, int rowCount, long[] out) {
        for (int row = 0; row < rowCount; row++) {
            out[row] = ordered(values[row]);
        }
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(ValueOrder.positiveZero(value));
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static void fillText(ColumnVector vector, int rowCount, long[] out) {
        BytesVector text = ValueOrder.bytes(vector);
        if (vector instanceof DictionaryVector coded) {
            int[] codes = coded.codes();
            boolean empty = text.length() == 0;
            for (int row = 0; row < rowCount; row++) {
                out[row] =
                        empty
                                ? Long.MIN_VALUE
                                : head(
                                        text.data(),
                                        text.offsets()[codes[row]],
                                        text.offsets()[codes[row] + 1]);
            }
        } else {
            byte[] data = text.data();
            int[] offsets = text.offsets();
            for (int row = 0; row < rowCount; row++) {
                out[row] = head(data, offsets[row], offsets[row + 1]);
            }
        }
    }

    private static long head(byte[] data, int from, int to) {
        long value;
        if (from + 8 <= data.length) {
            value = (long) BIG_ENDIAN_LONG.get(data, from);
            if (to - from < 8) {
                value = to == from ? 0 : value & (-1L << (64 - 8 * (to - from)));
            }
        } else {
            value = 0;
            for (int index = from; index < to; index++) {
                value |= (data[index] & 0xFFL) << (56 - 8 * (index - from));
            }
        }
        return value ^ Long.MIN_VALUE;
    }

    private static void addLow(ColumnVector vector, int rowCount, long[] out) {
        if (vector instanceof IntVector ints) {
            int[] values = ints.values();
            for (int row = 0; row < rowCount; row++) {
                out[row] |= (values[row] ^ Integer.MIN_VALUE) & 0xFFFFFFFFL;
            }
        } else {
            byte[] values = ((ByteVector) vector).values();
            for (int row = 0; row < rowCount; row++) {
                out[row] |= (values[row] ^ Integer.MIN_VALUE) & 0xFFFFFFFFL;
            }
        }
    }

    /** Compares the keys of two rows column by column. */
    public int compareKeys(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        for (int column = 0; column < keyCount; column++) {
            int order = ValueOrder.compare(left[column], leftRow, right[column], rightRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /**
     * Compares two versions of one key: negative when the left one is older. A null in a sequence
     * column is older than any value, under the descending order as well.
     */
    public int compareVersions(
            ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow) {
        int number = sequenceNumberColumn();
        for (int column = keyCount; column < number; column++) {
            int order = ValueOrder.compare(left[column], leftRow, right[column], rightRow);
            if (order != 0) {
                boolean turned =
                        descending
                                && !left[column].isNull(leftRow)
                                && !right[column].isNull(rightRow);
                return turned ? -order : order;
            }
        }
        return Long.compare(
                ((LongVector) left[number]).values()[leftRow],
                ((LongVector) right[number]).values()[rightRow]);
    }
}
