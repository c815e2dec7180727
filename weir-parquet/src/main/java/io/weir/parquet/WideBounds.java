package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.data.Validity;
import io.weir.data.WideVector;
import org.jspecify.annotations.Nullable;

/** Bounds of values of two longs: the first signed, then the second unsigned. */
final class WideBounds implements ValueBounds {

    private final int width;
    private long minHigh;
    private long minLow;
    private long maxHigh;
    private long maxLow;
    private boolean any;

    /** Bounds of decimals of so many bytes, or of timestamps (12), which have no PLAIN bounds. */
    WideBounds(int width) {
        this.width = width;
    }

    @Override
    public void clear() {
        any = false;
    }

    @Override
    public boolean known() {
        return any;
    }

    void include(long[] high, long[] low, int count) {
        for (int index = 0; index < count; index++) {
            include(high[index], low[index]);
        }
    }

    private void include(long high, long low) {
        if (!any || compare(high, low, minHigh, minLow) < 0) {
            minHigh = high;
            minLow = low;
        }
        if (!any || compare(high, low, maxHigh, maxLow) > 0) {
            maxHigh = high;
            maxLow = low;
        }
        any = true;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh
                ? Long.compare(high, otherHigh)
                : Long.compareUnsigned(low, otherLow);
    }

    @Override
    public void include(ValueBounds other) {
        WideBounds that = (WideBounds) other;
        if (that.any) {
            include(that.minHigh, that.minLow);
            include(that.maxHigh, that.maxLow);
        }
    }

    @Override
    public byte[] min() {
        return WideEncoder.bigEndian(minHigh, minLow, width);
    }

    @Override
    public byte[] max() {
        return WideEncoder.bigEndian(maxHigh, maxLow, width);
    }

    @Override
    public @Nullable ColumnVector vector() {
        return any
                ? new WideVector(
                        new long[] {minHigh, maxHigh}, new long[] {minLow, maxLow}, 2, Validity.ALL)
                : null;
    }
}
