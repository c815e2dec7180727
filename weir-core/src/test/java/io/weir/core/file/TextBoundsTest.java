package io.weir.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextBoundsTest {

    private static String min(String text, int length) {
        return new String(TextBounds.cutMin(text.getBytes(UTF_8), length), UTF_8);
    }

    private static String max(String text, int length) {
        byte[] cut = TextBounds.cutMax(text.getBytes(UTF_8), length);
        return cut == null ? "none" : new String(cut, UTF_8);
    }

    @Test
    void shortTextsStayAsTheyAre() {
        assertEquals("abc", min("abc", 3));
        assertEquals("abc", max("abc", 3));
        assertEquals("", min("", 3));
        assertEquals("", max("", 3));
    }

    @Test
    void theMinimumIsTheFirstCodePoints() {
        assertEquals("abc", min("abcd", 3));
        assertEquals("\u00e4\u6c34\ud83d\ude00", min("\u00e4\u6c34\ud83d\ude00x", 3));
    }

    @Test
    void theMaximumHasItsLastCodePointRaised() {
        assertEquals("abd", max("abcd", 3));
        assertEquals("\u00e4\u6c34\ud83d\ude01", max("\u00e4\u6c34\ud83d\ude00x", 3));
        assertEquals("a\u0080", max("a\u007fx", 2));
    }

    @Test
    void theMaximumPassesOverSurrogates() {
        assertEquals("a\ue000", max("a\ud7ffx", 2));
    }

    @Test
    void theLastCodePointOfAllIsDropped() {
        String last = Character.toString(0x10FFFF);
        assertEquals("b", max("a" + last + "x", 2));
        assertEquals("none", max(last + last + "x", 2));
        assertNull(TextBounds.cutMax((last + last).getBytes(UTF_8), 1));
    }

    @Test
    void boundsHoldForRandomTexts() {
        long seed = 20261124L;
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            byte[] text = randomText(random).getBytes(UTF_8);
            int length = 1 + random.nextInt(4);
            byte[] min = TextBounds.cutMin(text, length);
            byte[] max = TextBounds.cutMax(text, length);
            assertTrue(Arrays.compareUnsigned(min, text) <= 0, "seed " + seed);
            assertTrue(max == null || Arrays.compareUnsigned(max, text) >= 0, "seed " + seed);
            assertTrue(new String(min, UTF_8).codePoints().count() <= length);
            assertTrue(max == null || new String(max, UTF_8).codePoints().count() <= length);
        }
    }

    private static String randomText(Random random) {
        int[] edges = {0, 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(7); left > 0; left--) {
            text.appendCodePoint(edges[random.nextInt(edges.length)]);
        }
        return text.toString();
    }
}
