package io.weir.parquet;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.VectorKind;
import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.Delta;
import io.weir.parquet.encoding.Lanes;
import io.weir.parquet.encoding.LongDictionary;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * INT32, INT64, FLOAT and DOUBLE: PLAIN, by dictionary or, whole numbers, as deltas. Values are
 * held as longs, floating point ones as their bits.
 */
final class NumberEncoder implements ValueEncoder {

    /** How the pages of a chunk are made. */
    private enum Mode {
        UNDECIDED,
        PLAIN,
        DICTIONARY,
        DELTA
    }

    private static final int SAMPLE = 2048;

    /** A dictionary of more of the values than this does not pay. */
    private static final double DISTINCT_SHARE_MAX = 0.4;

    private final VectorKind kind;
    private final int width;
    private final boolean dictionaryAllowed;
    private final NumberBounds bounds;
    private long[] values = new long[1024];
    private int[] codes = new int[0];
    private int count;
    private Mode mode = Mode.UNDECIDED;
    private LongDictionary dictionary = new LongDictionary();
    private boolean dictionaryUsed;
    private long valuesInChunk;

    /**
     * @param kind of the vectors: BYTE, INT, LONG, FLOAT or DOUBLE
     * @param width bytes of a value in the file: 4 or 8
     */
    NumberEncoder(VectorKind kind, int width, boolean dictionaryAllowed) {
        this.kind = kind;
        this.width = width;
        this.dictionaryAllowed = dictionaryAllowed;
        this.bounds = new NumberBounds(kind, width);
    }

    private void room(int more) {
        if (count + more > values.length) {
            values = Arrays.copyOf(values, Math.max(count + more, values.length * 2));
        }
    }

    @Override
    public void append(ColumnVector source, int from, int added) {
        room(added);
        switch (kind) {
            case BYTE -> widen(((ByteVector) source).values(), from, values, count, added);
            case INT -> widen(((IntVector) source).values(), from, values, count, added);
            case FLOAT -> bits(((FloatVector) source).values(), from, values, count, added);
            case DOUBLE -> bits(((DoubleVector) source).values(), from, values, count, added);
            default -> System.arraycopy(((LongVector) source).values(), from, values, count, added);
        }
        count += added;
    }

    private static void widen(byte[] from, int at, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = from[at + index];
        }
    }

    private static void widen(int[] from, int at, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = from[at + index];
        }
    }

    private static void bits(float[] from, int at, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = Float.floatToRawIntBits(from[at + index]);
        }
    }

    private static void bits(double[] from, int at, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = Double.doubleToRawLongBits(from[at + index]);
        }
    }

    @Override
    public void append(ColumnVector source, int[] rows, int added) {
        room(added);
        switch (kind) {
            case BYTE -> gather(((ByteVector) source).values(), rows, values, count, added);
            case INT -> gather(((IntVector) source).values(), rows, values, count, added);
            case FLOAT -> gather(((FloatVector) source).values(), rows, values, count, added);
            case DOUBLE -> gather(((DoubleVector) source).values(), rows, values, count, added);
            default -> gather(((LongVector) source).values(), rows, values, count, added);
        }
        count += added;
    }

    private static void gather(byte[] from, int[] rows, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = from[rows[index]];
        }
    }

    private static void gather(int[] from, int[] rows, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = from[rows[index]];
        }
    }

    private static void gather(long[] from, int[] rows, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = from[rows[index]];
        }
    }

    private static void gather(float[] from, int[] rows, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = Float.floatToRawIntBits(from[rows[index]]);
        }
    }

    private static void gather(double[] from, int[] rows, long[] to, int toAt, int count) {
        for (int index = 0; index < count; index++) {
            to[toAt + index] = Double.doubleToRawLongBits(from[rows[index]]);
        }
    }

    @Override
    public long pendingBytes() {
        return (long) count * width;
    }

    @Override
    public Encoding encodePage(ByteSink page) {
        bounds.clear();
        bounds.include(values, count);
        if (mode == Mode.UNDECIDED && count > 0) {
            mode = choose(dictionaryAllowed);
        }
        valuesInChunk += count;
        if (mode == Mode.DICTIONARY) {
            translate();
        }
        Encoding encoding =
                switch (mode) {
                    case DICTIONARY -> {
                        DictionaryCodes.encode(codes, count, dictionary.size(), page);
                        dictionaryUsed = true;
                        yield Encoding.RLE_DICTIONARY;
                    }
                    case DELTA -> {
                        Delta.encode(values, count, width == 4, page);
                        yield Encoding.DELTA_BINARY_PACKED;
                    }
                    default -> {
                        encodePlain(values, count, page);
                        yield Encoding.PLAIN;
                    }
                };
        count = 0;
        return encoding;
    }

    /** Finds the codes of the pending values; gives the dictionary up when it grows too much. */
    private void translate() {
        if (codes.length < count) {
            codes = new int[Math.max(count, codes.length * 2)];
        }
        dictionary.encode(values, count, codes);
        int size = dictionary.size();
        if (size > DictionaryCodes.NUMBERS_MAX || size > 64 + valuesInChunk * DISTINCT_SHARE_MAX) {
            mode = choose(false);
            if (!dictionaryUsed) {
                dictionary = new LongDictionary();
            }
        }
    }

    /** Weighs the encodings by the bits a value would take, on the first values of the chunk. */
    private Mode choose(boolean dictionaryToo) {
        int sample = Math.min(count, SAMPLE);
        boolean whole = kind != VectorKind.FLOAT && kind != VectorKind.DOUBLE;
        double deltaBits = whole ? Delta.bitsPerValue(values, sample) : Double.MAX_VALUE;
        double dictionaryBits = Double.MAX_VALUE;
        if (dictionaryToo) {
            LongDictionary tried = new LongDictionary();
            int[] sampleCodes = new int[sample];
            tried.encode(values, sample, sampleCodes);
            long distinct = DictionaryCodes.estimateDistinct(sampleCodes, sample, tried.size());
            if (distinct <= DictionaryCodes.NUMBERS_MAX / 2) {
                dictionaryBits = DictionaryCodes.width((int) distinct) + 1.0;
            }
        }
        double plainBits = width * 8.0;
        if (dictionaryBits <= deltaBits && dictionaryBits <= plainBits * 0.6) {
            return Mode.DICTIONARY;
        }
        return deltaBits <= plainBits * 0.7 ? Mode.DELTA : Mode.PLAIN;
    }

    private void encodePlain(long[] numbers, int numberCount, ByteSink page) {
        page.reserve(numberCount * width);
        if (width == 4) {
            putInts(numbers, numberCount, page.bytes(), page.length());
        } else {
            putLongs(numbers, numberCount, page.bytes(), page.length());
        }
        page.setLength(page.length() + numberCount * width);
    }

    private static void putInts(long[] numbers, int count, byte[] bytes, int at) {
        for (int index = 0; index < count; index++) {
            Lanes.putInt(bytes, at + index * 4, (int) numbers[index]);
        }
    }

    private static void putLongs(long[] numbers, int count, byte[] bytes, int at) {
        for (int index = 0; index < count; index++) {
            Lanes.putLong(bytes, at + index * 8, numbers[index]);
        }
    }

    @Override
    public ValueBounds pageBounds() {
        return bounds;
    }

    @Override
    public boolean hasDictionary() {
        return dictionaryUsed;
    }

    @Override
    public int dictionarySize() {
        return dictionary.size();
    }

    @Override
    public long dictionaryBytes() {
        return 8L * dictionary.size();
    }

    @Override
    public void encodeDictionary(ByteSink page) {
        encodePlain(dictionary.values(), dictionary.size(), page);
    }

    @Override
    public void startChunk() {
        mode = Mode.UNDECIDED;
        dictionaryUsed = false;
        valuesInChunk = 0;
        if (dictionary.size() > 0) {
            dictionary = new LongDictionary();
        }
    }
}
