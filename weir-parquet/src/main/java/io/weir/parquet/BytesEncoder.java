package io.weir.parquet;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.BytesDictionary;
import io.weir.parquet.encoding.PlainStrings;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * BYTE_ARRAY: by dictionary while that pays, otherwise PLAIN. (DELTA_LENGTH_BYTE_ARRAY would be
 * smaller and faster, but Paimon 1.4.2 reads wrong values from it when a batch starts inside a
 * page.)
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

    /** The dictionary takes no more: the pending page is the last one with codes. */
    private boolean full;

    private int count;
    private int[] codes = new int[1024];
    private final ByteSink plainBytes = new ByteSink(1 << 10);
    private final BytesBounds pending = new BytesBounds();
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
        checkDictionary();
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
        checkDictionary();
    }

    private void roomForCodes(int added) {
        if (count + added > codes.length) {
            codes = Arrays.copyOf(codes, Math.max(count + added, codes.length * 2));
        }
    }

    /** Appends strings laid end to end. */
    private void appendPlain(byte[] bytes, int[] starts, int from, int added) {
        pending.include(bytes, starts, from, added);
        PlainStrings.encode(bytes, starts, from, added, plainBytes);
        count += added;
    }

    /** Appends {@code source[rows[from .. from + added)]}. */
    private void appendPlain(BytesVector source, int[] rows, int from, int added) {
        appendPlain(source.data(), source.offsets(), rows, from, added);
    }

    private void appendPlain(byte[] bytes, int[] starts, int[] rows, int from, int added) {
        for (int index = from; index < from + added; index++) {
            int start = starts[rows[index]];
            pending.include(bytes, start, starts[rows[index] + 1] - start);
        }
        PlainStrings.encode(bytes, starts, rows, from, added, plainBytes);
        count += added;
    }

    /**
     * Gives the dictionary up early when the first values of a chunk are all different, or when its
     * values are too big.
     */
    private void checkDictionary() {
        if (plain) {
            return;
        }
        if (!sampled && count >= SAMPLE) {
            sampled = true;
            if (DictionaryCodes.estimateDistinct(codes, count, dictionary.size())
                    > DictionaryCodes.STRINGS_MAX) {
                giveUpDictionary();
                return;
            }
        }
        full = dictionary.dataBytes() > DictionaryCodes.STRING_BYTES_MAX;
    }

    /**
     * From now on values are plain; the pending ones as well, unless they would be much longer than
     * their codes.
     */
    private void giveUpDictionary() {
        int pendingCount = count;
        if (PlainStrings.sizeBytes(dictionary.offsets(), codes, pendingCount)
                > DictionaryCodes.STRING_BYTES_MAX) {
            full = true;
            return;
        }
        plain = true;
        count = 0;
        appendPlain(dictionary.data(), dictionary.offsets(), codes, 0, pendingCount);
        if (!dictionaryUsed) {
            dictionary = new BytesDictionary();
            translation = new CodeTranslation();
        }
    }

    @Override
    public long pendingBytes() {
        if (full) {
            // The page must end here: it is the last one with codes.
            return Long.MAX_VALUE / 2;
        }
        return plain
                ? plainBytes.length()
                : (long) count * DictionaryCodes.width(dictionary.size()) / 8;
    }

    @Override
    public Encoding encodePage(ByteSink page) {
        valuesInChunk += count;
        if (!plain
                && !full
                && !DictionaryCodes.pays(
                        valuesInChunk, dictionary.size(), dictionary.dataBytes())) {
            giveUpDictionary();
        }
        bounds.clear();
        Encoding encoding;
        if (plain) {
            bounds.include(pending);
            pending.clear();
            page.put(plainBytes.bytes(), 0, plainBytes.length());
            plainBytes.clear();
            encoding = Encoding.PLAIN;
        } else {
            includeCodes();
            dictionaryUsed = true;
            DictionaryCodes.encode(codes, count, dictionary.size(), page);
            encoding = Encoding.RLE_DICTIONARY;
            plain = full;
            full = false;
        }
        count = 0;
        return encoding;
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
        PlainStrings.encode(dictionary.data(), dictionary.offsets(), 0, dictionary.size(), page);
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
        full = false;
        pageOfCode = new int[0];
        pageNumber = 0;
    }
}
