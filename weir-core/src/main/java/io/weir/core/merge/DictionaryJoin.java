package io.weir.core.merge;

import io.weir.data.BytesVector;
import io.weir.data.Validity;
import java.util.IdentityHashMap;

/**
 * One dictionary for many: maps the codes of source dictionaries to a joined one without repeats.
 *
 * <p>Sources are known by identity and mapped once. The joined dictionary only grows, and is made
 * anew when sources come and go for long or it has become large.
 */
final class DictionaryJoin {

    private static final int SOURCES_MAX = 256;
    private static final int ENTRIES_MAX = 1 << 20;
    private static final long BYTES_MAX = 16L << 20;
    private static final BytesVector EMPTY =
            new BytesVector(new byte[0], new int[1], 0, Validity.ALL);

    private final IdentityHashMap<BytesVector, int[]> maps = new IdentityHashMap<>();
    private TextTable table = new TextTable();
    private BytesVector joined = EMPTY;

    /** Entries of sources that are not mapped yet, each source counted as often as it is there. */
    long newEntries(BytesVector[] sources) {
        long entries = 0;
        for (BytesVector source : sources) {
            if (!maps.containsKey(source)) {
                entries += source.length();
            }
        }
        return entries;
    }

    /** For each source the code of its entries in {@link #dictionary}. */
    int[][] map(BytesVector[] sources) {
        int[][] found = lookUp(sources);
        if (maps.size() > SOURCES_MAX
                || table.size() > ENTRIES_MAX
                || table.sizeBytes() > BYTES_MAX) {
            maps.clear();
            table = new TextTable();
            joined = EMPTY;
            found = lookUp(sources);
        }
        if (table.size() != joined.length()) {
            joined = table.toVector();
        }
        return found;
    }

    private int[][] lookUp(BytesVector[] sources) {
        int[][] found = new int[sources.length][];
        for (int number = 0; number < sources.length; number++) {
            found[number] = maps.computeIfAbsent(sources[number], this::add);
        }
        return found;
    }

    private int[] add(BytesVector source) {
        int[] map = new int[source.length()];
        for (int entry = 0; entry < map.length; entry++) {
            map[entry] =
                    table.code(source.data(), source.offsets()[entry], source.offsets()[entry + 1]);
        }
        return map;
    }

    /** The joined dictionary of the last {@link #map}. */
    BytesVector dictionary() {
        return joined;
    }
}
