package io.weir.cli;

import org.jline.utils.WCWidth;

/** How many columns of a screen a text takes: none for marks on a letter, two for wide letters. */
final class DisplayWidth {

    private static final String ELLIPSIS = "\u2026";

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int point) {
        return Math.max(0, WCWidth.wcwidth(point));
    }

    /** The text if it is no wider, else the part of it that fits before an ellipsis. */
    static String shorten(String text, int width) {
        if (text.length() <= width / 2 || of(text) <= width) {
            return text;
        }
        int taken = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (taken + of(point) > width - 1) {
                break;
            }
            taken += of(point);
            end += Character.charCount(point);
        }
        return text.substring(0, end) + ELLIPSIS;
    }
}
