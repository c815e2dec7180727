package io.weir.parquet;

import io.weir.data.ByteCopy;
import io.weir.data.BytesVector;
import io.weir.data.Validity;
import io.weir.parquet.encoding.ByteSource;
import io.weir.parquet.encoding.MalformedException;
import io.weir.parquet.encoding.PlainNumbers;
import io.weir.parquet.encoding.PlainStrings;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/**
 * The dictionary of a chunk.
 *
 * @param numbers the values of NUMBERS, the lower halves of WIDES
 * @param high the upper halves of WIDES
 * @param strings the values of STRINGS
 * @param size how many
 */
record LeafDictionary(long[] numbers, long[] high, BytesVector strings, int size) {

    private static final BytesVector NO_STRINGS =
            new BytesVector(new byte[0], new int[1], 0, Validity.ALL);

    /** Decodes the dictionary page the stream stands at. */
    static LeafDictionary decode(PageStream page, LeafShape shape) {
        if (page.encoding() != Encoding.PLAIN && page.encoding() != Encoding.PLAIN_DICTIONARY) {
            throw new MalformedException("a dictionary in encoding " + page.encoding());
        }
        int size = page.valueCount();
        byte[] body = page.body(new byte[0]);
        ByteSource source = new ByteSource(body, 0, page.rawLength());
        LeafDictionary dictionary = decode(source, shape, size);
        if (source.remaining() > 0) {
            throw new MalformedException(source.remaining() + " bytes after a dictionary");
        }
        return dictionary;
    }

    private static LeafDictionary decode(ByteSource source, LeafShape shape, int size) {
        if ((long) size * bytesMin(shape) > source.remaining()) {
            throw new MalformedException(
                    "a dictionary of " + size + " values in " + source.remaining() + " bytes");
        }
        Type physical = shape.physical();
        return switch (physical) {
            case BOOLEAN -> throw new MalformedException("a dictionary of booleans");
            case INT32, INT64, FLOAT, DOUBLE -> {
                long[] numbers = new long[size];
                int width = physical == Type.INT32 || physical == Type.FLOAT ? 4 : 8;
                PlainNumbers.decode(source, width, numbers, size);
                yield new LeafDictionary(numbers, numbers, NO_STRINGS, size);
            }
            case INT96 -> {
                long[] high = new long[size];
                long[] low = new long[size];
                PlainNumbers.decodeTimestamps(source, high, low, size);
                yield new LeafDictionary(low, high, NO_STRINGS, size);
            }
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> strings(source, shape, size);
        };
    }

    /** The least bytes a value takes. */
    private static int bytesMin(LeafShape shape) {
        return switch (shape.physical()) {
            case BOOLEAN -> 0;
            case INT32, FLOAT, BYTE_ARRAY -> 4;
            case INT64, DOUBLE -> 8;
            case INT96, FIXED_LEN_BYTE_ARRAY -> shape.width();
        };
    }

    private static LeafDictionary strings(ByteSource source, LeafShape shape, int size) {
        int[] starts = new int[size];
        int[] lengths = new int[size];
        if (shape.physical() == Type.FIXED_LEN_BYTE_ARRAY) {
            PlainStrings.decodeFixed(source, size, shape.width(), starts, lengths);
        } else {
            PlainStrings.decodePlain(source, size, starts, lengths);
        }
        if (shape.form() == LeafShape.Form.WIDES) {
            long[] high = new long[size];
            long[] low = new long[size];
            PlainNumbers.decodeBigEndian(source.bytes(), starts, lengths, high, low, size);
            return new LeafDictionary(low, high, NO_STRINGS, size);
        }
        int[] offsets = new int[size + 1];
        for (int code = 0; code < size; code++) {
            offsets[code + 1] = offsets[code] + lengths[code];
        }
        byte[] data = new byte[offsets[size]];
        for (int code = 0; code < size; code++) {
            ByteCopy.copy(source.bytes(), starts[code], data, offsets[code], lengths[code]);
        }
        BytesVector strings = new BytesVector(data, offsets, size, Validity.ALL);
        return new LeafDictionary(new long[0], new long[0], strings, size);
    }
}
