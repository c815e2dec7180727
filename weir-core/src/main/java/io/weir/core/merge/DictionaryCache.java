package io.weir.core.merge;

import io.weir.data.BytesVector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dictionaries a cursor over a spill file read last, so that each stays one object. */
final class DictionaryCache {

    private static final int ENTRIES_MAX = 64;

    private final Map<SpillChunk, BytesVector> known = new LinkedHashMap<>();

    @Nullable BytesVector get(SpillChunk chunk) {
        return known.get(chunk);
    }

    void put(SpillChunk chunk, BytesVector dictionary) {
        if (known.size() >= ENTRIES_MAX) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(chunk, dictionary);
    }
}
