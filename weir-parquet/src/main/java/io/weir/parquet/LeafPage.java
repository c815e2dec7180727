package io.weir.parquet;

import io.weir.data.BytesVector;
import io.weir.data.Validity;
import io.weir.parquet.encoding.Bits;
import io.weir.parquet.encoding.ByteSource;
import io.weir.parquet.encoding.Delta;
import io.weir.parquet.encoding.Hybrid;
import io.weir.parquet.encoding.MalformedException;
import io.weir.parquet.encoding.PlainNumbers;
import io.weir.parquet.encoding.PlainStrings;
import java.util.Arrays;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * A page of a leaf, decoded as a whole into arrays that the next page reuses.
 *
 * <p>Values of a column without nesting stand at their rows, with gaps where there are nulls. Those
 * of a nested one are dense; the levels tell where they belong.
 */
final class LeafPage {

    private final LeafShape shape;
    private final int definitionMax;
    private final int repetitionMax;
    private final boolean spread;

    private byte[] body = new byte[ByteSource.SLACK];
    private long textBytesMax;
    private long[] bits = new long[0];

    int slots;
    int valueCount;
    boolean allValid;
    long[] valid = new long[0];
    int[] definitions = new int[0];
    int[] repetitions = new int[0];

    long[] numbers = new long[0];
    long[] high = new long[0];
    byte[] data = new byte[0];
    int[] starts = new int[0];
    int[] lengths = new int[0];

    /** Codes of STRINGS, when {@link #dictionary} is not null. */
    int[] codes = new int[0];

    /** The dictionary the page's codes mean; null when the values are here. */
    @Nullable BytesVector dictionary;

    /**
     * @param nested whether the leaf is below another node, so that levels are kept
     */
    LeafPage(LeafShape shape, int definitionMax, int repetitionMax, boolean nested) {
        this.shape = shape;
        this.definitionMax = definitionMax;
        this.repetitionMax = repetitionMax;
        this.spread = !nested;
    }

    /**
     * Decodes the page the stream stands at.
     *
     * @param bytesMax bytes its strings may take
     */
    void decode(PageStream page, @Nullable LeafDictionary words, long bytesMax) {
        textBytesMax = bytesMax;
        slots = page.valueCount();
        body = page.body(body);
        ByteSource source = new ByteSource(body, 0, page.rawLength());
        DataPageHeaderV2 v2 = page.v2();
        if (v2 == null) {
            readLevels(page, source);
        } else {
            readLevels(v2, source);
        }
        decodeValues(page.encoding(), source, words);
        if (spread && !allValid) {
            spread();
        }
    }

    private void readLevels(PageStream page, ByteSource source) {
        ByteSource repeated = null;
        if (repetitionMax > 0) {
            checkRle(page.v1().getRepetition_level_encoding());
            repeated = source.slice(source.getInt());
        }
        ByteSource defined = null;
        if (definitionMax > 0) {
            checkRle(page.v1().getDefinition_level_encoding());
            defined = source.slice(source.getInt());
        }
        readLevels(repeated, defined);
    }

    private static void checkRle(@Nullable Encoding encoding) {
        if (encoding != Encoding.RLE) {
            throw new MalformedException("levels in encoding " + encoding);
        }
    }

    private void readLevels(DataPageHeaderV2 header, ByteSource source) {
        ByteSource repeated = source.slice(header.getRepetition_levels_byte_length());
        ByteSource defined = source.slice(header.getDefinition_levels_byte_length());
        readLevels(repetitionMax > 0 ? repeated : null, definitionMax > 0 ? defined : null);
        if (header.getNum_nulls() != slots - valueCount) {
            throw new MalformedException(
                    "a page with "
                            + (slots - valueCount)
                            + " nulls, told are "
                            + header.getNum_nulls());
        }
    }

    private void readLevels(@Nullable ByteSource repeated, @Nullable ByteSource defined) {
        if (!spread) {
            if (definitions.length < slots) {
                definitions = new int[slots];
                repetitions = new int[slots];
            }
            readLevels(repeated, repetitionMax, repetitions);
            readLevels(defined, definitionMax, definitions);
            valueCount = countEqual(definitions, slots, definitionMax);
            allValid = valueCount == slots;
            return;
        }
        if (defined == null) {
            valueCount = slots;
        } else {
            if (valid.length < Validity.wordCount(slots) + 1) {
                valid = new long[Validity.wordCount(slots) + 1];
            }
            valueCount = Hybrid.decodeBits(defined, valid, slots);
        }
        allValid = valueCount == slots;
    }

    private void readLevels(@Nullable ByteSource source, int max, int[] levels) {
        if (source == null) {
            Arrays.fill(levels, 0, slots, 0);
            return;
        }
        Hybrid.decode(source, 32 - Integer.numberOfLeadingZeros(max), levels, slots);
        for (int slot = 0; slot < slots; slot++) {
            if (levels[slot] > max) {
                throw new MalformedException(
                        "level " + levels[slot] + ", at most " + max + " can be");
            }
        }
    }

    private static int countEqual(int[] levels, int count, int level) {
        int found = 0;
        for (int slot = 0; slot < count; slot++) {
            found += levels[slot] == level ? 1 : 0;
        }
        return found;
    }

    private void decodeValues(
            Encoding encoding, ByteSource source, @Nullable LeafDictionary words) {
        dictionary = null;
        if (encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY) {
            if (words == null) {
                throw new MalformedException("a page of codes in a column without a dictionary");
            }
            decodeCodes(source, words);
            return;
        }
        switch (shape.form()) {
            case NUMBERS -> decodeNumbers(encoding, source);
            case WIDES -> decodeWides(encoding, source);
            case STRINGS -> decodeStrings(encoding, source, shape.physical());
        }
        // A page that ends early would have failed; one that goes on is as wrong.
        if (source.remaining() > 0 && encoding != Encoding.RLE) {
            throw new MalformedException(source.remaining() + " bytes after the last value");
        }
    }

    private void decodeCodes(ByteSource source, LeafDictionary words) {
        if (codes.length < slots) {
            codes = new int[slots];
        }
        if (valueCount > 0) {
            Hybrid.decode(source, source.getByte(), codes, valueCount);
            checkCodes(codes, valueCount, words.size());
        }
        switch (shape.form()) {
            case NUMBERS -> {
                roomForNumbers();
                gather(words.numbers(), codes, numbers, valueCount);
            }
            case WIDES -> {
                roomForNumbers();
                gather(words.high(), codes, high, valueCount);
                gather(words.numbers(), codes, numbers, valueCount);
            }
            case STRINGS -> dictionary = words.strings();
        }
    }

    private static void checkCodes(int[] codes, int count, int size) {
        int largest = 0;
        int all = 0;
        for (int index = 0; index < count; index++) {
            largest = Math.max(largest, codes[index]);
            all |= codes[index];
        }
        if (largest >= size || all < 0) {
            throw new MalformedException("code " + largest + " in a dictionary of " + size);
        }
    }

    private static void gather(long[] words, int[] codes, long[] target, int count) {
        for (int index = 0; index < count; index++) {
            target[index] = words[codes[index]];
        }
    }

    private void roomForNumbers() {
        if (numbers.length < slots) {
            numbers = new long[slots];
            high = shape.form() == LeafShape.Form.WIDES ? new long[slots] : high;
        }
    }

    private void roomForStrings() {
        if (starts.length < slots) {
            starts = new int[slots];
            lengths = new int[slots];
        }
    }

    private void decodeNumbers(Encoding encoding, ByteSource source) {
        roomForNumbers();
        Type physical = shape.physical();
        int width = physical == Type.INT32 || physical == Type.FLOAT ? 4 : 8;
        boolean whole = physical == Type.INT32 || physical == Type.INT64;
        if (encoding == Encoding.PLAIN && physical == Type.BOOLEAN) {
            PlainNumbers.decodeBits(source, numbers, valueCount);
        } else if (encoding == Encoding.PLAIN) {
            PlainNumbers.decode(source, width, numbers, valueCount);
        } else if (encoding == Encoding.DELTA_BINARY_PACKED && whole) {
            Delta.decode(source, numbers, valueCount, physical == Type.INT32);
        } else if (encoding == Encoding.BYTE_STREAM_SPLIT && physical != Type.BOOLEAN) {
            byte[] joined = PlainNumbers.join(source, width, valueCount);
            PlainNumbers.decode(
                    new ByteSource(joined, 0, valueCount * width), width, numbers, valueCount);
        } else if (encoding == Encoding.RLE && physical == Type.BOOLEAN) {
            decodeRleBooleans(source);
        } else {
            throw unsupported(encoding);
        }
    }

    private void decodeRleBooleans(ByteSource source) {
        ByteSource values = source.slice(source.getInt());
        if (bits.length < Validity.wordCount(slots) + 1) {
            bits = new long[Validity.wordCount(slots) + 1];
        }
        Hybrid.decodeBits(values, bits, valueCount);
        for (int index = 0; index < valueCount; index++) {
            numbers[index] = bits[index >>> 6] >>> index & 1;
        }
    }

    private MalformedException unsupported(Encoding encoding) {
        return new MalformedException(
                "values of type " + shape.physical() + " in encoding " + encoding);
    }

    private void decodeWides(Encoding encoding, ByteSource source) {
        roomForNumbers();
        if (shape.physical() == Type.INT96) {
            if (encoding != Encoding.PLAIN) {
                throw unsupported(encoding);
            }
            PlainNumbers.decodeTimestamps(source, high, numbers, valueCount);
            return;
        }
        decodeStrings(encoding, source, shape.physical());
        PlainNumbers.decodeBigEndian(data, starts, lengths, high, numbers, valueCount);
    }

    private void decodeStrings(Encoding encoding, ByteSource source, Type physical) {
        roomForStrings();
        data = source.bytes();
        boolean fixed = physical == Type.FIXED_LEN_BYTE_ARRAY;
        if (encoding == Encoding.PLAIN && fixed) {
            PlainStrings.decodeFixed(source, valueCount, shape.width(), starts, lengths);
        } else if (encoding == Encoding.PLAIN) {
            PlainStrings.decodePlain(source, valueCount, starts, lengths);
        } else if (encoding == Encoding.BYTE_STREAM_SPLIT && fixed) {
            data = PlainNumbers.join(source, shape.width(), valueCount);
            PlainStrings.decodeFixed(
                    new ByteSource(data, 0, valueCount * shape.width()),
                    valueCount,
                    shape.width(),
                    starts,
                    lengths);
        } else if (encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY && !fixed) {
            roomForScratch();
            PlainStrings.decodeLengths(source, valueCount, numbers, starts, lengths);
        } else if (encoding == Encoding.DELTA_BYTE_ARRAY) {
            roomForScratch();
            data =
                    PlainStrings.decodePrefixed(
                            source, valueCount, numbers, starts, lengths, textBytesMax);
        } else {
            throw unsupported(encoding);
        }
    }

    private void roomForScratch() {
        if (numbers.length < slots) {
            numbers = new long[slots];
            high = shape.form() == LeafShape.Form.WIDES ? new long[slots] : high;
        }
    }

    /** Moves dense values to their rows, from the last one on. */
    private void spread() {
        switch (shape.form()) {
            case NUMBERS -> spread(numbers, valid, slots, valueCount);
            case WIDES -> {
                spread(high, valid, slots, valueCount);
                spread(numbers, valid, slots, valueCount);
            }
            case STRINGS -> {
                if (dictionary != null) {
                    spread(codes, valid, slots, valueCount);
                } else {
                    spread(starts, valid, slots, valueCount);
                    spread(lengths, valid, slots, valueCount);
                }
            }
        }
    }

    private static void spread(long[] values, long[] valid, int slots, int count) {
        int from = count - 1;
        for (int row = slots - 1; row >= 0; row--) {
            long bit = valid[row >>> 6] >>> row & 1;
            values[row] = bit == 0 ? 0 : values[from];
            from -= (int) bit;
            if (from < 0 && bit != 0) {
                Arrays.fill(values, 0, row, 0);
                return;
            }
        }
    }

    private static void spread(int[] values, long[] valid, int slots, int count) {
        int from = count - 1;
        for (int row = slots - 1; row >= 0; row--) {
            long bit = valid[row >>> 6] >>> row & 1;
            values[row] = bit == 0 ? 0 : values[from];
            from -= (int) bit;
            if (from < 0 && bit != 0) {
                Arrays.fill(values, 0, row, 0);
                return;
            }
        }
    }

    /** Whether values are dense: those of a nested column. */
    boolean dense() {
        return !spread;
    }

    /** Whether all of some rows have a value. */
    boolean allValid(int from, int count) {
        return allValid || Bits.count(valid, from, count) == count;
    }
}
