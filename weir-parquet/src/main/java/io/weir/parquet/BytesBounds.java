package io.weir.parquet;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.Validity;
import io.weir.parquet.encoding.ByteStrings;
import io.weir.parquet.encoding.Lanes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of byte strings, compared as unsigned bytes. The first eight bytes are kept as a number,
 * so that most strings are settled without a look at the rest.
 */
final class BytesBounds implements ValueBounds {

    private byte[] min = new byte[32];
    private byte[] max = new byte[32];
    private int minLength;
    private int maxLength;
    private long minPrefix;
    private long maxPrefix;
    private boolean any;

    @Override
    public void clear() {
        any = false;
    }

    @Override
    public boolean known() {
        return any;
    }

    /** Takes in {@code count} strings laid end to end. */
    void include(byte[] data, int[] offsets, int from, int count) {
        for (int index = from; index < from + count; index++) {
            include(data, offsets[index], offsets[index + 1] - offsets[index]);
        }
    }

    /** Takes in one string. */
    void include(byte[] data, int offset, int length) {
        long prefix = prefix(data, offset, length);
        if (!any) {
            any = true;
            setMin(data, offset, length, prefix);
            setMax(data, offset, length, prefix);
            return;
        }
        int toMin = Long.compareUnsigned(prefix, minPrefix);
        if (toMin < 0
                || (toMin == 0
                        && ByteStrings.compare(data, offset, length, min, 0, minLength) < 0)) {
            setMin(data, offset, length, prefix);
        }
        int toMax = Long.compareUnsigned(prefix, maxPrefix);
        if (toMax > 0
                || (toMax == 0
                        && ByteStrings.compare(data, offset, length, max, 0, maxLength) > 0)) {
            setMax(data, offset, length, prefix);
        }
    }

    /** The first eight bytes, with zeros where there are fewer. */
    private static long prefix(byte[] data, int offset, int length) {
        if (offset + 8 <= data.length) {
            long word = Lanes.getLongBigEndian(data, offset);
            return length >= 8 ? word : length == 0 ? 0 : word & -1L << (64 - 8 * length);
        }
        long word = 0;
        for (int index = 0; index < Math.min(8, length); index++) {
            word |= (data[offset + index] & 0xFFL) << (56 - 8 * index);
        }
        return word;
    }

    private void setMin(byte[] data, int offset, int length, long prefix) {
        if (min.length < length) {
            min = new byte[length * 2];
        }
        System.arraycopy(data, offset, min, 0, length);
        minLength = length;
        minPrefix = prefix;
    }

    private void setMax(byte[] data, int offset, int length, long prefix) {
        if (max.length < length) {
            max = new byte[length * 2];
        }
        System.arraycopy(data, offset, max, 0, length);
        maxLength = length;
        maxPrefix = prefix;
    }

    @Override
    public void include(ValueBounds other) {
        BytesBounds that = (BytesBounds) other;
        if (that.any) {
            include(that.min, 0, that.minLength);
            include(that.max, 0, that.maxLength);
        }
    }

    @Override
    public byte[] min() {
        return Arrays.copyOf(min, minLength);
    }

    @Override
    public byte[] max() {
        return Arrays.copyOf(max, maxLength);
    }

    @Override
    public @Nullable ColumnVector vector() {
        if (!any) {
            return null;
        }
        byte[] data = Arrays.copyOf(min, minLength + maxLength);
        System.arraycopy(max, 0, data, minLength, maxLength);
        return new BytesVector(
                data, new int[] {0, minLength, minLength + maxLength}, 2, Validity.ALL);
    }
}
