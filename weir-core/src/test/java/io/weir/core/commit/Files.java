package io.weir.core.commit;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.SimpleStats;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.List;

/** Manifest entries of made-up files, keyed by one BIGINT, for tests. */
final class Files {

    static final RowType KEY = RowType.of(Field.of(0, "k", DataType.bigint().notNull()));
    private static final byte[] NONE = BinaryRowWriter.EMPTY;

    private Files() {}

    static ManifestEntry add(String name, int level, long minKey, long maxKey) {
        return entry(true, 0, 1, name, level, minKey, maxKey);
    }

    static ManifestEntry delete(String name, int level, long minKey, long maxKey) {
        return entry(false, 0, 1, name, level, minKey, maxKey);
    }

    static ManifestEntry entry(
            boolean added,
            int bucket,
            int totalBuckets,
            String name,
            int level,
            long minKey,
            long maxKey) {
        byte[] min = BinaryRowWriter.serialize(KEY, minKey);
        byte[] max = BinaryRowWriter.serialize(KEY, maxKey);
        SimpleStats none = new SimpleStats(NONE, NONE, null);
        DataFile file =
                new DataFile(
                        name,
                        100,
                        10,
                        min,
                        max,
                        new SimpleStats(min, max, new long[] {0}),
                        none,
                        0,
                        9,
                        0,
                        level,
                        List.of(),
                        0L,
                        0L,
                        null,
                        0,
                        List.of(),
                        null,
                        null,
                        null);
        return new ManifestEntry(added, NONE, bucket, totalBuckets, file);
    }
}
