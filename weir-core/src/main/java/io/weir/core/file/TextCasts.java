package io.weir.core.file;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Casts from any type to text, from text to scalar types, and between byte strings of different
 * lengths.
 */
final class TextCasts {

    private TextCasts() {}

    /** Any value as text, cut to the target's length; CHAR is padded with blanks. */
    static Conversion toText(DataType from, ScalarType to, ZoneId zone) {
        if (from instanceof ScalarType source && source.kind().isBytes()) {
            if (!source.kind().isText()) {
                // Bytes are taken as UTF-8 as they are, whatever the target's length.
                return Conversion.NONE;
            }
            boolean widened = source.length() <= to.length();
            if (widened && to.kind() == TypeKind.VARCHAR) {
                return Conversion.NONE;
            }
            return vector -> fitText(plain(vector), to);
        }
        ValueText text = new ValueText(from, zone);
        return vector -> fitText(text.of(vector), to);
    }

    /** Byte strings cut to the target's length; BINARY is padded with zeros. */
    static Conversion toBytes(ScalarType to) {
        return vector -> fitBytes(plain(vector), to);
    }

    /** Text as values of a type that is neither text nor bytes. */
    static Conversion parse(ScalarType to, ZoneId zone) {
        TextParser parser = new TextParser(to, zone);
        // Times have milliseconds at every precision, and old texts may say them.
        ScalarType built = to.kind() == TypeKind.TIME ? DataType.time(3) : to;
        return vector -> {
            BytesVector texts = plain(vector);
            VectorBuilder builder = VectorBuilder.of(built, texts.length());
            for (int row = 0; row < texts.length(); row++) {
                if (texts.isNull(row)) {
                    builder.appendNull();
                } else {
                    builder.appendValue(parse(parser, texts.text(row), to));
                }
            }
            return builder.build();
        };
    }

    private static @Nullable Object parse(TextParser parser, String text, ScalarType to) {
        try {
            return parser.parse(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new InvalidRequestException(
                    "the text '" + text + "' in an old data file cannot be read as " + to, e);
        }
    }

    static BytesVector plain(ColumnVector vector) {
        return vector instanceof DictionaryVector coded ? coded.flatten() : (BytesVector) vector;
    }

    private static BytesVector fitText(BytesVector source, ScalarType to) {
        int count = source.length();
        boolean pad = to.kind() == TypeKind.CHAR;
        if (!pad && to.length() == ScalarType.LENGTH_MAX) {
            return source;
        }
        int[] offsets = source.offsets();
        BytesBuffer target = new BytesBuffer(count, offsets[count] - offsets[0]);
        for (int row = 0; row < count; row++) {
            int start = offsets[row];
            int end = endOf(source.data(), start, offsets[row + 1], to.length());
            target.add(source.data(), start, end);
            if (pad && !source.isNull(row)) {
                target.addBlanks(to.length() - codePoints(source.data(), start, end));
            }
            target.endRow(row);
        }
        return target.build(source);
    }

    private static int endOf(byte[] data, int start, int end, int codePointsMax) {
        if (end - start <= codePointsMax) {
            return end;
        }
        int seen = 0;
        for (int offset = start; offset < end; offset++) {
            if ((data[offset] & 0xC0) != 0x80 && seen++ == codePointsMax) {
                return offset;
            }
        }
        return end;
    }

    private static int codePoints(byte[] data, int start, int end) {
        int seen = 0;
        for (int offset = start; offset < end; offset++) {
            seen += (data[offset] & 0xC0) != 0x80 ? 1 : 0;
        }
        return seen;
    }

    private static BytesVector fitBytes(BytesVector source, ScalarType to) {
        int count = source.length();
        boolean pad = to.kind() == TypeKind.BINARY;
        int[] offsets = source.offsets();
        BytesBuffer target = new BytesBuffer(count, offsets[count] - offsets[0]);
        for (int row = 0; row < count; row++) {
            int start = offsets[row];
            int length = Math.min(offsets[row + 1] - start, to.length());
            target.add(source.data(), start, start + length);
            if (pad && !source.isNull(row)) {
                target.addZeros(to.length() - length);
            }
            target.endRow(row);
        }
        return target.build(source);
    }

    /** Byte strings being laid end to end. */
    private static final class BytesBuffer {

        private final int[] offsets;
        private byte[] data;
        private int size;

        BytesBuffer(int count, int sizeExpected) {
            this.offsets = new int[count + 1];
            this.data = new byte[Math.max(16, sizeExpected)];
        }

        void add(byte[] source, int start, int end) {
            ensure(end - start);
            System.arraycopy(source, start, data, size, end - start);
            size += end - start;
        }

        void addBlanks(int count) {
            ensure(count);
            Arrays.fill(data, size, size + count, (byte) ' ');
            size += count;
        }

        void addZeros(int count) {
            ensure(count);
            size += count;
        }

        private void ensure(int more) {
            int needed = Math.addExact(size, more);
            if (needed > data.length) {
                data =
                        Arrays.copyOf(
                                data,
                                Math.max(
                                        needed,
                                        (int) Math.min(2L * data.length, Integer.MAX_VALUE - 8)));
            }
        }

        void endRow(int row) {
            offsets[row + 1] = size;
        }

        BytesVector build(ColumnVector source) {
            return new BytesVector(data, offsets, source.length(), source.validity());
        }
    }

    /** A vector of texts, null where the source is. */
    static BytesVector texts(ColumnVector source, IntFunction<String> textOf) {
        BytesBuffer target = new BytesBuffer(source.length(), 8 * source.length());
        for (int row = 0; row < source.length(); row++) {
            if (!source.isNull(row)) {
                byte[] text = textOf.apply(row).getBytes(StandardCharsets.UTF_8);
                target.add(text, 0, text.length);
            }
            target.endRow(row);
        }
        return target.build(source);
    }
}
