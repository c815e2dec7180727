package io.weir.core.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SeenKeysTest {

    @Test
    void aRowIsGivenWhenItsKeyIsNewAndItsKindWanted() {
        SplittableRandom random = new SplittableRandom(5);
        SeenKeys seen = new SeenKeys();
        for (int window = 0; window < 2000; window++) {
            long least = random.nextInt(3) == 0 ? Long.MIN_VALUE + 5 : random.nextLong() / 2;
            int keySpace = 1 + random.nextInt(400);
            int runCount = 1 + random.nextInt(4);
            List<long[]> runs = new ArrayList<>();
            int rowCount = 0;
            for (int run = 0; run < runCount; run++) {
                long[] keys = new long[1 + random.nextInt(200)];
                for (int row = 0; row < keys.length; row++) {
                    keys[row] = least + random.nextInt(keySpace);
                }
                Arrays.sort(keys);
                runs.add(keys);
                rowCount += keys.length;
            }
            long from = runs.stream().mapToLong(keys -> keys[0]).min().orElseThrow();
            long to = runs.stream().mapToLong(keys -> keys[keys.length - 1]).max().orElseThrow();
            if (seen.start(from, to, rowCount)) {
                checkRuns(seen, runs, random);
            } else {
                assertTrue(to - from >= 64L * rowCount, from + " to " + to);
            }
        }
    }

    private static void checkRuns(SeenKeys seen, List<long[]> runs, SplittableRandom random) {
        Set<Long> known = new HashSet<>();
        for (long[] keys : runs) {
            byte[] kinds = new byte[keys.length];
            for (int row = 0; row < kinds.length; row++) {
                kinds[row] = (byte) random.nextInt(4);
            }
            int dropped = random.nextInt(2);
            List<Integer> expected = new ArrayList<>();
            for (int row = keys.length - 1; row >= 0; row--) {
                if (known.add(keys[row]) && (kinds[row] & dropped) == 0) {
                    expected.add(0, row);
                }
            }
            int count = seen.add(keys, kinds, 0, keys.length, dropped);
            int[] rows = seen.rows();
            List<Integer> found = new ArrayList<>();
            for (int index = rows.length - count; index < rows.length; index++) {
                found.add(rows[index]);
            }
            assertEquals(expected, found);
        }
    }

    @Test
    void keysTooFarApartAreNotCounted() {
        SeenKeys seen = new SeenKeys();
        assertFalse(seen.start(Long.MIN_VALUE, Long.MAX_VALUE, 1000));
        assertFalse(seen.start(-1, Long.MAX_VALUE, 1000));
        assertFalse(seen.start(0, 64_000, 1000));
        assertTrue(seen.start(0, 63_999, 1000));
        assertTrue(seen.start(Long.MAX_VALUE, Long.MAX_VALUE, 1));
    }
}
