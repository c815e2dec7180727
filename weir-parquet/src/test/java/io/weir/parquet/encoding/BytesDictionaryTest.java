package io.weir.parquet.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BytesDictionaryTest {

    @Test
    void stringsHaveOneCodeEachWhateverTheirLengthAndWhereTheyDiffer() {
        SplittableRandom random = new SplittableRandom(3);
        BytesDictionary dictionary = new BytesDictionary();
        Map<String, Integer> known = new HashMap<>();
        List<String> inOrder = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            List<String> words = new ArrayList<>();
            for (int word = random.nextInt(200); word >= 0; word--) {
                words.add(word(random));
            }
            int[] codes = new int[words.size()];
            encode(dictionary, words, codes);
            for (int word = 0; word < codes.length; word++) {
                String text = words.get(word);
                if (!known.containsKey(text)) {
                    known.put(text, known.size());
                    inOrder.add(text);
                }
                assertEquals(known.get(text), codes[word], text);
            }
        }
        assertEquals(inOrder.size(), dictionary.size());
        for (int code = 0; code < inOrder.size(); code++) {
            int start = dictionary.offsets()[code];
            int length = dictionary.offsets()[code + 1] - start;
            assertEquals(
                    inOrder.get(code),
                    new String(dictionary.data(), start, length, StandardCharsets.UTF_8));
        }
    }

    /** Of two letters, so that many have the same ends and differ within. */
    private static String word(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30);
        int from = random.nextInt(30);
        for (int at = 0; at < length; at++) {
            text.append(at >= from && at < from + 4 && random.nextBoolean() ? 'b' : 'a');
        }
        return text.toString();
    }

    private static void encode(BytesDictionary dictionary, List<String> words, int[] codes) {
        byte[] bytes = String.join("", words).getBytes(StandardCharsets.UTF_8);
        int[] offsets = new int[words.size() + 1];
        for (int word = 0; word < words.size(); word++) {
            offsets[word + 1] = offsets[word] + words.get(word).length();
        }
        dictionary.encode(bytes, offsets, 0, words.size(), codes, 0);
    }
}
