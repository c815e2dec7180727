package io.weir.core.scan;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.SimpleStats;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Manifest entries for tests of pruning and planning. */
final class Entries {

    private static final long MB = 1L << 20;
    static final RowType KEY = RowType.of(Field.of(0, "id", DataType.bigint().notNull()));
    static final SimpleStats NO_STATS =
            new SimpleStats(
                    BinaryRowWriter.serialize(RowType.of()),
                    BinaryRowWriter.serialize(RowType.of()),
                    null);

    private Entries() {}

    /** A table with key {@code id} and a column {@code v}. */
    static TableSchema keyTable(Map<String, String> options) {
        return schema(List.of("id"), options);
    }

    static TableSchema appendTable(Map<String, String> options) {
        return schema(List.of(), options);
    }

    private static TableSchema schema(List<String> primaryKeys, Map<String, String> options) {
        return new TableSchema(
                0,
                List.of(
                        Field.of(0, "id", DataType.bigint().notNull()),
                        Field.of(1, "v", DataType.integer())),
                1,
                List.of(),
                primaryKeys,
                options,
                null,
                0);
    }

    /**
     * Reads files such as {@code "a L0 1..5 10MB"}, {@code "b L5 6..9 20MB 3 deletes"} or {@code "c
     * L5 1..2 1MB unknown"}.
     */
    static List<ManifestEntry> parse(String... files) {
        List<ManifestEntry> entries = new ArrayList<>();
        for (String file : files) {
            String[] words = file.split(" ");
            String[] range = words[2].split("\\.\\.");
            Long deletes =
                    words.length == 4
                            ? Long.valueOf(0)
                            : words[4].equals("unknown") ? null : Long.valueOf(words[4]);
            entries.add(
                    keyed(
                            words[0],
                            Integer.parseInt(words[1].substring(1)),
                            Long.parseLong(range[0]),
                            Long.parseLong(range[1]),
                            Long.parseLong(words[3].replace("MB", "")) * MB,
                            deletes));
        }
        return entries;
    }

    private static ManifestEntry keyed(
            String name, int level, long min, long max, long sizeBytes, @Nullable Long deletes) {
        byte[] minKey = BinaryRowWriter.serialize(KEY, min);
        byte[] maxKey = BinaryRowWriter.serialize(KEY, max);
        return new ManifestEntry(
                true,
                BinaryRowWriter.serialize(RowType.of()),
                0,
                1,
                file(
                        name,
                        level,
                        sizeBytes,
                        10,
                        minKey,
                        maxKey,
                        new SimpleStats(minKey, maxKey, new long[] {0}),
                        NO_STATS,
                        List.of(),
                        deletes));
    }

    static DataFile file(
            String name,
            int level,
            long sizeBytes,
            long rowCount,
            byte[] minKey,
            byte[] maxKey,
            SimpleStats keyStats,
            SimpleStats valueStats,
            @Nullable List<String> valueColumns,
            @Nullable Long deletes) {
        return new DataFile(
                name,
                sizeBytes,
                rowCount,
                minKey,
                maxKey,
                keyStats,
                valueStats,
                0,
                rowCount,
                0,
                level,
                List.of(),
                0L,
                deletes,
                null,
                DataFile.SOURCE_APPEND,
                valueColumns,
                null,
                null,
                null);
    }
}
