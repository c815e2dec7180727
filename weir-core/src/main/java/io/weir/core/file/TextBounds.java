package io.weir.core.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts minimum and maximum of texts to some code points so that minimum &le; all values &le;
 * maximum stays true (format section 4.5). Texts are UTF-8 and order by unsigned bytes, which is
 * the order of code points.
 */
final class TextBounds {

    private static final int CODE_POINT_MAX = 0x10FFFF;

    private TextBounds() {}

    /** The first code points of a text; the text itself if it has no more. */
    static byte[] cutMin(byte[] text, int codePoints) {
        int end = endOf(text, codePoints);
        return end == text.length ? text : Arrays.copyOf(text, end);
    }

    /**
     * The least text of so many code points that is not less than the given one; null if there is
     * none.
     */
    static byte @Nullable [] cutMax(byte[] text, int codePoints) {
        int end = endOf(text, codePoints);
        if (end == text.length) {
            return text;
        }
        while (end > 0) {
            int start = end - 1;
            while (start > 0 && isContinuation(text[start])) {
                start--;
            }
            int next = nextCodePoint(decode(text, start, end));
            if (next >= 0) {
                byte[] last = Character.toString(next).getBytes(StandardCharsets.UTF_8);
                byte[] cut = Arrays.copyOf(text, start + last.length);
                System.arraycopy(last, 0, cut, start, last.length);
                return cut;
            }
            end = start;
        }
        return null;
    }

    /** Offset after the first {@code codePoints} code points. */
    private static int endOf(byte[] text, int codePoints) {
        int seen = 0;
        for (int offset = 0; offset < text.length; offset++) {
            if (!isContinuation(text[offset]) && seen++ == codePoints) {
                return offset;
            }
        }
        return text.length;
    }

    private static boolean isContinuation(byte unit) {
        return (unit & 0xC0) == 0x80;
    }

    /**
     * The code point at {@code [start, end)}, or the greatest one if those bytes are none, so that
     * it is dropped.
     */
    private static int decode(byte[] text, int start, int end) {
        int lead = text[start];
        int length = lead >= 0 ? 1 : (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : 4;
        if (length != end - start) {
            return CODE_POINT_MAX;
        }
        int codePoint = length == 1 ? lead : lead & (0x7F >> length);
        for (int offset = start + 1; offset < end; offset++) {
            codePoint = (codePoint << 6) | (text[offset] & 0x3F);
        }
        return codePoint;
    }

    /** The next code point that UTF-8 can hold, -1 after the last. */
    private static int nextCodePoint(int codePoint) {
        if (codePoint >= CODE_POINT_MAX) {
            return -1;
        }
        return codePoint == Character.MIN_SURROGATE - 1
                ? Character.MAX_SURROGATE + 1
                : codePoint + 1;
    }
}
