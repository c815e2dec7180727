package io.weir.parquet;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.BytesDictionary;
import io.weir.parquet.encoding.Delta;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * BYTE_ARRAY: by dictionary while that pays, otherwise as lengths and bytes laid end to end
 * (DELTA_LENGTH_BYTE_ARRAY).
 *
 * <p>A chunk starts with a dictionary and gives it up when the values turn out to be mostly
 * different; pages already made keep theirs. Codes of a {@link DictionaryVector} are translated
 * through a table made once for its dictionary, so its values are hashed once, not per row.
 */
final class BytesEncoder implements ValueEncoder {

    private static final int SAMPLE = 2048;

    /** Distinct values of a page that are compared for its bounds; past that the chunk's do. */
    private static final int COMPARED_MAX = 1024;

    private final boolean dictionaryAllowed;
    private final BytesBounds bounds = new BytesBounds();
    private final BytesBounds dictionaryBounds = new BytesBounds();
    private int boundedEntries;

    private boolean plain;
    private boolean dictionaryUsed;
    private BytesDictionary dictionary = new BytesDictionary();
    private CodeTranslation translation = new CodeTranslation();
    private long valuesInChunk;
    private boolean sampled;

    private int count;
    private int[] codes = new int[1024];
    private byte[] data = new byte[0];
    private int[] offsets = new int[1];
    private long[] lengths = new long[0];
    private int[] pageOfCode = new int[0];
    private int pageNumber;

    BytesEncoder(boolean dictionaryAllowed) {
        this.dictionaryAllowed = dictionaryAllowed;
        this.plain = !dictionaryAllowed;
    }

    @Override
    public void append(ColumnVector source, int from, int added) {
        if (source instanceof DictionaryVector vector) {
            if (plain) {
                appendPlain(vector.dictionary(), vector.codes(), from, added);
            } else {
                roomForCodes(added);
                translation.translate(
                        vector.dictionary(), vector.codes(), from, added, dictionary, codes, count);
                count += added;
            }
        } else {
            BytesVector vector = (BytesVector) source;
            if (plain) {
                appendPlain(vector.data(), vector.offsets(), from, added);
            } else {
                roomForCodes(added);
                dictionary.encode(vector.data(), vector.offsets(), from, added, codes, count);
                count += added;
            }
        }
        checkSample();
    }

    @Override
    public void append(ColumnVector source, int[] rows, int added) {
        if (source instanceof DictionaryVector vector) {
            int[] chosen = new int[added];
            int[] from = vector.codes();
            for (int index = 0; index < added; index++) {
                chosen[index] = from[rows[index]];
            }
            append(
                    new DictionaryVector(vector.dictionary(), chosen, added, vector.validity()),
                    0,
                    added);
            return;
        }
        BytesVector vector = (BytesVector) source;
        if (plain) {
            appendPlain(vector, rows, 0, added);
        } else {
            roomForCodes(added);
            byte[] bytes = vector.data();
            int[] starts = vector.offsets();
            for (int index = 0; index < added; index++) {
                int start = starts[rows[index]];
                codes[count + index] =
                        dictionary.code(bytes, start, starts[rows[index] + 1] - start);
            }
            count += added;
        }
        checkSample();
    }

    private void roomForCodes(int added) {
        if (count + added > codes.length) {
            codes = Arrays.copyOf(codes, Math.max(count + added, codes.length * 2));
        }
    }

    private void roomForPlain(int added, long bytes) {
        if (count + added + 1 > offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(count + added + 1, offsets.length * 2));
        }
        long needed = offsets[count] + bytes;
        if (needed > data.length) {
            if (needed > Integer.MAX_VALUE - 64) {
                throw new IllegalStateException("a page of " + needed + " bytes");
            }
            data =
                    Arrays.copyOf(
                            data,
                            (int)
                                    Math.max(
                                            needed,
                                            Math.min(data.length * 2L, Integer.MAX_VALUE - 64)));
        }
    }

    private void appendPlain(byte[] bytes, int[] starts, int from, int added) {
        int size = starts[from + added] - starts[from];
        roomForPlain(added, size);
        System.arraycopy(bytes, starts[from], data, offsets[count], size);
        int shift = offsets[count] - starts[from];
        for (int index = 1; index <= added; index++) {
            offsets[count + index] = starts[from + index] + shift;
        }
        count += added;
    }

    /** Appends {@code source[rows[from .. from + added)]}. */
    private void appendPlain(BytesVector source, int[] rows, int from, int added) {
        appendPlain(source.data(), source.offsets(), rows, from, added);
    }

    private void appendPlain(byte[] bytes, int[] starts, int[] rows, int from, int added) {
        long size = 0;
        for (int index = from; index < from + added; index++) {
            size += starts[rows[index] + 1] - starts[rows[index]];
        }
        roomForPlain(added, size);
        int to = offsets[count];
        for (int index = 0; index < added; index++) {
            int start = starts[rows[from + index]];
            int length = starts[rows[from + index] + 1] - start;
            System.arraycopy(bytes, start, data, to, length);
            to += length;
            offsets[count + index + 1] = to;
        }
        count += added;
    }

    /** Gives the dictionary up early when the first values of a chunk are all different. */
    private void checkSample() {
        if (!sampled && !plain && count >= SAMPLE) {
            sampled = true;
            if (DictionaryCodes.estimateDistinct(count, dictionary.size())
                    > DictionaryCodes.STRINGS_MAX) {
                giveUpDictionary();
            }
        }
    }

    /** From now on values are plain, the pending ones as well. */
    private void giveUpDictionary() {
        int[] pending = codes;
        int pendingCount = count;
        plain = true;
        count = 0;
        offsets[0] = 0;
        appendPlain(dictionary.data(), dictionary.offsets(), pending, 0, pendingCount);
        if (!dictionaryUsed) {
            dictionary = new BytesDictionary();
            translation = new CodeTranslation();
        }
    }

    @Override
    public long pendingBytes() {
        return plain
                ? offsets[count] + 2L * count
                : (long) count * DictionaryCodes.width(dictionary.size()) / 8;
    }

    @Override
    public Encoding encodePage(ByteSink page) {
        valuesInChunk += count;
        if (!plain
                && !DictionaryCodes.pays(
                        valuesInChunk, dictionary.size(), dictionary.dataBytes())) {
            giveUpDictionary();
        }
        bounds.clear();
        Encoding encoding;
        if (plain) {
            bounds.include(data, offsets, 0, count);
            encodeLengths(page);
            encoding = Encoding.DELTA_LENGTH_BYTE_ARRAY;
            offsets[0] = 0;
        } else {
            includeCodes();
            dictionaryUsed = true;
            DictionaryCodes.encode(codes, count, dictionary.size(), page);
            encoding = Encoding.RLE_DICTIONARY;
        }
        count = 0;
        return encoding;
    }

    private void encodeLengths(ByteSink page) {
        if (lengths.length < count) {
            lengths = new long[Math.max(count, lengths.length * 2)];
        }
        for (int index = 0; index < count; index++) {
            lengths[index] = (long) offsets[index + 1] - offsets[index];
        }
        Delta.encode(lengths, count, true, page);
        page.put(data, 0, offsets[count]);
    }

    /** Bounds of the pending codes' values: exact if few are distinct, else of the dictionary. */
    private void includeCodes() {
        pageNumber++;
        int size = dictionary.size();
        if (pageOfCode.length < size) {
            pageOfCode = Arrays.copyOf(pageOfCode, Math.max(size, pageOfCode.length * 2));
        }
        byte[] bytes = dictionary.data();
        int[] starts = dictionary.offsets();
        int compared = 0;
        for (int index = 0; index < count; index++) {
            int code = codes[index];
            if (pageOfCode[code] != pageNumber) {
                pageOfCode[code] = pageNumber;
                bounds.include(bytes, starts[code], starts[code + 1] - starts[code]);
                if (++compared == COMPARED_MAX) {
                    break;
                }
            }
        }
        dictionaryBounds.include(bytes, starts, boundedEntries, size - boundedEntries);
        boundedEntries = size;
        if (compared == COMPARED_MAX) {
            bounds.include(dictionaryBounds);
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
        return dictionary.dataBytes() + 4L * dictionary.size();
    }

    @Override
    public void encodeDictionary(ByteSink page) {
        byte[] bytes = dictionary.data();
        int[] starts = dictionary.offsets();
        for (int code = 0; code < dictionary.size(); code++) {
            int length = starts[code + 1] - starts[code];
            page.putInt(length);
            page.put(bytes, starts[code], length);
        }
    }

    @Override
    public void startChunk() {
        plain = !dictionaryAllowed;
        dictionaryUsed = false;
        dictionary = new BytesDictionary();
        translation = new CodeTranslation();
        dictionaryBounds.clear();
        boundedEntries = 0;
        valuesInChunk = 0;
        sampled = false;
        pageOfCode = new int[0];
        pageNumber = 0;
    }
}
