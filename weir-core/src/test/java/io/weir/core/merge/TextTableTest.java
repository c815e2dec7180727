package io.weir.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.data.BytesVector;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    @Test
    void equalByteStringsHaveOneCodeWhereverTheyLie() {
        SplittableRandom random = new SplittableRandom(17);
        TextTable table = new TextTable();
        Map<String, Integer> model = new HashMap<>();
        for (int turn = 0; turn < 60_000; turn++) {
            int length = random.nextInt(45);
            StringBuilder text = new StringBuilder();
            for (int index = 0; index < length; index++) {
                text.append((char) ('a' + (random.nextInt(12) == 0 ? random.nextInt(2) : 0)));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            int before = random.nextInt(9);
            int behind = random.nextInt(9);
            byte[] around = new byte[before + bytes.length + behind];
            java.util.Arrays.fill(around, (byte) random.nextInt(256));
            System.arraycopy(bytes, 0, around, before, bytes.length);
            int expected = codeOf(model, text.toString());
            assertEquals(expected, table.code(around, before, before + bytes.length));
        }
        BytesVector vector = table.toVector();
        assertEquals(model.size(), vector.length());
        model.forEach((text, code) -> assertEquals(text, vector.text(code)));
    }

    @Test
    void manyAtOnceHaveTheCodesTheyHaveOneByOne() {
        SplittableRandom random = new SplittableRandom(18);
        TextTable atOnce = new TextTable();
        TextTable oneByOne = new TextTable();
        for (int turn = 0; turn < 300; turn++) {
            int count = 1 + random.nextInt(500);
            int[] offsets = new int[count + 1];
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < count; row++) {
                String value = "x".repeat(random.nextInt(9)) + random.nextInt(1 + 90 * turn);
                text.append(random.nextInt(10) == 0 ? "" : value);
                offsets[row + 1] = text.length();
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            int[] rows = random.ints(count, 0, count).toArray();
            int from = random.nextInt(count);
            int[] codes = new int[count + 2];
            atOnce.codes(bytes, offsets, rows, from, count - from, codes, 2);
            for (int index = from; index < count; index++) {
                int row = rows[index];
                assertEquals(
                        oneByOne.code(bytes, offsets[row], offsets[row + 1]),
                        codes[2 + index - from]);
            }
        }
        assertEquals(oneByOne.size(), atOnce.size());
    }

    private static int codeOf(Map<String, Integer> model, String text) {
        Integer known = model.putIfAbsent(text, model.size());
        return known == null ? model.size() - 1 : known;
    }
}
