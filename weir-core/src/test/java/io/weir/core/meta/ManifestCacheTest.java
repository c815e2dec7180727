package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.env.Environment;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestCacheTest {

    private static final RowType PARTITION = RowType.of(Field.of(0, "p", DataType.integer()));

    private static ManifestEntry entry(int partition, int bucket, String file) {
        byte[] none = BinaryRowWriter.EMPTY;
        SimpleStats stats = new SimpleStats(none, none, new long[0]);
        DataFile data =
                new DataFile(
                        file, 1, 1, none, none, stats, stats, 0, 0, 0, 0, List.of(), null, 0L, null,
                        0, null, null, null, null);
        return new ManifestEntry(
                true, BinaryRowWriter.serialize(PARTITION, partition), bucket, -1, data);
    }

    private static ManifestCache.Manifest manifest(ManifestCache cache, ManifestEntry... entries) {
        return cache.group(List.of(entries), new ManifestCodec.Counts(entries.length, 0));
    }

    @Test
    void entriesOfAPartitionKeepTheirOrderAndUnwantedOnesAreLeftOut() {
        ManifestCache cache = new ManifestCache(Environment.real());
        ManifestCache.Manifest manifest =
                manifest(
                        cache,
                        entry(1, 0, "a"),
                        entry(2, 0, "b"),
                        entry(1, 1, "c"),
                        entry(1, 0, "d"),
                        entry(2, 1, "e"));
        byte[] wanted = BinaryRowWriter.serialize(PARTITION, 1);
        List<String> seen = new ArrayList<>();
        manifest.read(
                new EntryFilter() {
                    @Override
                    public boolean wantsPartition(byte[] partition) {
                        return java.util.Arrays.equals(partition, wanted);
                    }

                    @Override
                    public boolean wants(
                            boolean added, byte[] partition, int bucket, int totalBuckets) {
                        return bucket == 0;
                    }
                },
                found -> seen.add(found.file().fileName()));
        assertEquals(List.of("a", "d"), seen);
    }

    @Test
    void memoryIsAskedForAndTheOldestGoFirst() {
        SmallMemory environment = new SmallMemory(80_000);
        ManifestCache cache = new ManifestCache(environment);
        // An eighth of the memory holds four manifests of two entries.
        for (int number = 0; number < 6; number++) {
            cache.keep("m" + number, manifest(cache, entry(1, 0, "a"), entry(1, 0, "b")));
            assertNotNull(cache.find("m" + number));
        }
        assertNull(cache.find("m0"));
        assertNotNull(cache.find("m5"));
        long used = environment.memory().bytesUsed();
        assertEquals(true, used > 0 && used <= 10_000, "used " + used);
        ManifestEntry[] many = new ManifestEntry[100];
        java.util.Arrays.fill(many, entry(1, 0, "x"));
        cache.keep("large", manifest(cache, many));
        assertNull(cache.find("large"));
    }

    @Test
    void aClosedCacheGivesItsMemoryBackAndKeepsNothing() {
        SmallMemory environment = new SmallMemory(80_000);
        ManifestCache cache = new ManifestCache(environment);
        cache.keep("m", manifest(cache, entry(1, 0, "a")));
        assertEquals(true, environment.memory().bytesUsed() > 0);
        cache.close();
        assertEquals(0, environment.memory().bytesUsed());
        cache.keep("m", manifest(cache, entry(1, 0, "a")));
        assertNull(cache.find("m"));
        assertEquals(0, environment.memory().bytesUsed());
    }
}
