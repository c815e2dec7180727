package io.weir.parquet;

import io.weir.data.ByteCopy;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import io.weir.parquet.encoding.Bits;
import io.weir.parquet.encoding.MalformedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers values of pages into one vector. Strings stay codes as long as all pages mean the same
 * dictionary.
 */
final class LeafOutput {

    private static final int[] NO_INTS = new int[0];
    private static final long[] NO_LONGS = new long[0];

    private final LeafShape shape;
    private int length;
    private long @Nullable [] valid;
    private long[] numbers = NO_LONGS;
    private long[] high = NO_LONGS;
    private int[] codes = NO_INTS;
    private int[] offsets = NO_INTS;
    private byte[] data = new byte[0];
    private @Nullable BytesVector dictionary;
    private boolean plain;
    private int capacity;
    private final long bytesMax;

    /**
     * @param bytesMax bytes the strings of a vector may take: words of a dictionary cost little to
     *     repeat
     */
    LeafOutput(LeafShape shape, long bytesMax) {
        this.bytesMax = Math.min(bytesMax, Integer.MAX_VALUE - 64);
        this.shape = shape;
    }

    /** Starts a vector of at most so many values. */
    void begin(int count) {
        capacity = count;
        length = 0;
        valid = null;
        dictionary = null;
        plain = false;
        if (shape.form() != LeafShape.Form.STRINGS) {
            numbers = new long[count];
            high = shape.form() == LeafShape.Form.WIDES ? new long[count] : NO_LONGS;
        }
    }

    /** Makes room for more values than {@link #begin} was told. */
    void room(int more) {
        if (length + more <= capacity) {
            return;
        }
        capacity = Math.max(length + more, capacity * 2);
        if (shape.form() != LeafShape.Form.STRINGS) {
            numbers = Arrays.copyOf(numbers, capacity);
            high = shape.form() == LeafShape.Form.WIDES ? Arrays.copyOf(high, capacity) : NO_LONGS;
        } else if (plain) {
            offsets = Arrays.copyOf(offsets, capacity + 1);
        } else if (dictionary != null) {
            codes = Arrays.copyOf(codes, capacity);
        }
        if (valid != null) {
            valid = Arrays.copyOf(valid, Validity.wordCount(capacity) + 1);
        }
    }

    /** Appends {@code page[from .. from + count)}. */
    void append(LeafPage page, int from, int count) {
        appendValidity(page, from, count);
        switch (shape.form()) {
            case NUMBERS -> System.arraycopy(page.numbers, from, numbers, length, count);
            case WIDES -> {
                System.arraycopy(page.numbers, from, numbers, length, count);
                System.arraycopy(page.high, from, high, length, count);
            }
            case STRINGS -> {
                if (takesCodes(page)) {
                    System.arraycopy(page.codes, from, codes, length, count);
                } else {
                    appendStrings(page, null, 0, from, count);
                }
            }
        }
        length += count;
    }

    /** Appends {@code page[rows[first + i] - shift]} for i in 0 .. count. */
    void append(LeafPage page, int[] rows, int first, int count, int shift) {
        appendValidity(page, rows, first, count, shift);
        switch (shape.form()) {
            case NUMBERS -> gather(page.numbers, rows, first, count, shift, numbers, length);
            case WIDES -> {
                gather(page.numbers, rows, first, count, shift, numbers, length);
                gather(page.high, rows, first, count, shift, high, length);
            }
            case STRINGS -> {
                if (takesCodes(page)) {
                    for (int index = 0; index < count; index++) {
                        codes[length + index] = page.codes[rows[first + index] - shift];
                    }
                } else {
                    appendStrings(page, rows, first, shift, count);
                }
            }
        }
        length += count;
    }

    /** Appends a null. */
    void appendNull() {
        room(1);
        validWords();
        if (plain) {
            offsets[length + 1] = offsets[length];
        }
        length++;
    }

    private static void gather(
            long[] source, int[] rows, int first, int count, int shift, long[] target, int at) {
        for (int index = 0; index < count; index++) {
            target[at + index] = source[rows[first + index] - shift];
        }
    }

    private void appendValidity(LeafPage page, int from, int count) {
        if (page.dense() || page.allValid(from, count)) {
            if (valid != null) {
                Bits.setRange(valid, length, count);
            }
            return;
        }
        Bits.copy(page.valid, from, validWords(), length, count);
    }

    private void appendValidity(LeafPage page, int[] rows, int first, int count, int shift) {
        if (page.allValid) {
            if (valid != null) {
                Bits.setRange(valid, length, count);
            }
            return;
        }
        long[] words = validWords();
        for (int index = 0; index < count; index++) {
            int row = rows[first + index] - shift;
            long bit = page.valid[row >>> 6] >>> row & 1;
            int to = length + index;
            words[to >>> 6] |= bit << to;
        }
    }

    private long[] validWords() {
        long[] words = valid;
        if (words == null) {
            words = new long[Validity.wordCount(capacity) + 1];
            Bits.setRange(words, 0, length);
            valid = words;
        }
        return words;
    }

    /**
     * Whether the page's codes can be appended; if not, the output holds plain strings from now.
     */
    private boolean takesCodes(LeafPage page) {
        BytesVector words = page.dictionary;
        if (!plain && words != null && (dictionary == null || words == dictionary)) {
            if (dictionary == null) {
                dictionary = words;
                codes = new int[capacity];
            }
            return true;
        }
        if (!plain) {
            makePlain();
        }
        return false;
    }

    private void makePlain() {
        plain = true;
        offsets = new int[capacity + 1];
        data = new byte[Math.max(64, capacity * 16)];
        BytesVector words = dictionary;
        if (words == null) {
            return;
        }
        dictionary = null;
        int[] starts = words.offsets();
        for (int row = 0; row < length; row++) {
            boolean there = valid == null || (valid[row >>> 6] >>> row & 1) != 0;
            int start = there ? starts[codes[row]] : 0;
            putString(row, words.data(), start, there ? starts[codes[row] + 1] - start : 0);
        }
    }

    private void putString(int row, byte[] bytes, int start, int size) {
        int at = offsets[row];
        roomForBytes(at, size);
        ByteCopy.copy(bytes, start, data, at, size);
        offsets[row + 1] = at + size;
    }

    private void roomForBytes(int at, long more) {
        long needed = at + more;
        if (needed > data.length) {
            if (needed > bytesMax) {
                throw new MalformedException(
                        "a batch of " + needed + " bytes of text, at most " + bytesMax + " can be");
            }
            data =
                    Arrays.copyOf(
                            data,
                            (int)
                                    Math.min(
                                            Integer.MAX_VALUE - 64,
                                            Math.max(needed, data.length * 2L)));
        }
    }

    /** Appends strings of a page: a range, or those at {@code rows[first + i] - from}. */
    private void appendStrings(
            LeafPage page, int @Nullable [] rows, int first, int from, int count) {
        BytesVector words = page.dictionary;
        if (words != null) {
            int[] starts = words.offsets();
            for (int index = 0; index < count; index++) {
                int row = rows == null ? from + index : rows[first + index] - from;
                boolean there =
                        page.dense() || page.allValid || (page.valid[row >>> 6] >>> row & 1) != 0;
                int code = page.codes[row];
                int start = there ? starts[code] : 0;
                putString(
                        length + index, words.data(), start, there ? starts[code + 1] - start : 0);
            }
            return;
        }
        if (rows == null) {
            copyRange(page, from, count);
        } else {
            copyRows(page, rows, first, from, count);
        }
    }

    private void copyRange(LeafPage page, int from, int count) {
        if (count == 0) {
            return;
        }
        long total = 0;
        int[] sizes = page.lengths;
        int to = offsets[length];
        for (int index = 0; index < count; index++) {
            total += sizes[from + index];
            offsets[length + index + 1] = (int) (to + total);
        }
        roomForBytes(to, total);
        int start = page.starts[from];
        if ((page.dense() || page.allValid)
                && total
                        == (long) page.starts[from + count - 1] + sizes[from + count - 1] - start) {
            System.arraycopy(page.data, start, data, to, (int) total);
            return;
        }
        byte[] bytes = page.data;
        for (int index = 0; index < count; index++) {
            int size = sizes[from + index];
            ByteCopy.copy(bytes, page.starts[from + index], data, to, size);
            to += size;
        }
    }

    private void copyRows(LeafPage page, int[] rows, int first, int shift, int count) {
        int to = offsets[length];
        byte[] bytes = page.data;
        for (int index = 0; index < count; index++) {
            int row = rows[first + index] - shift;
            int size = page.lengths[row];
            roomForBytes(to, size);
            ByteCopy.copy(bytes, page.starts[row], data, to, size);
            to += size;
            offsets[length + index + 1] = to;
        }
    }

    int length() {
        return length;
    }

    /** The vector; {@link #begin} starts the next one. */
    ColumnVector finish() {
        return finish(valid == null ? Validity.ALL : Validity.of(valid));
    }

    private ColumnVector finish(Validity validity) {
        return switch (shape.form()) {
            case STRINGS -> strings(validity);
            case WIDES -> LeafValues.wides(shape, high, numbers, length, validity);
            case NUMBERS -> LeafValues.numbers(shape, numbers, length, validity);
        };
    }

    private ColumnVector strings(Validity validity) {
        BytesVector words = dictionary;
        if (words != null) {
            return new DictionaryVector(words, codes, length, validity);
        }
        if (!plain) {
            return new BytesVector(new byte[0], new int[length + 1], length, validity);
        }
        return new BytesVector(data, offsets, length, validity);
    }
}
