package io.weir.interop;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that Paimon makes and that mean something we do not do yet: refused, not broken. */
class RefusalInteropTest {

    private static final RowType TYPE =
            RowType.of(
                    Field.of(0, "k", DataType.integer().notNull()),
                    Field.of(1, "v", DataType.integer()));

    @TempDir private Path warehouse;

    @ParameterizedTest
    @CsvSource({
        "merge-engine, partial-update, true",
        "merge-engine, aggregation, true",
        "merge-engine, first-row, true",
        "deletion-vectors.enabled, true, true",
        "bucket, -2, true",
        "changelog-producer, lookup, false",
        "changelog-producer, full-compaction, false",
        "manifest.format, parquet, true",
        "manifest.compression, none, false",
        "file.format, avro, false",
        "record-level.expire-time, 1 d, false"
    })
    void areRefusedByName(String key, String value, boolean readRefused) {
        Map<String, String> options = new java.util.HashMap<>(Map.of("bucket", "1"));
        options.put(key, value);
        if (key.startsWith("record-level")) {
            options.put("record-level.time-field", "v");
        }
        TableSpec spec = new TableSpec("t", TYPE, List.of(), List.of("k"), options);
        try (Side paimon = new PaimonSide(warehouse);
                Side weir = new WeirSide(warehouse)) {
            paimon.create(spec);
            List<Row> rows = List.of(Row.of(1, 2));
            names(key, () -> weir.write(spec, rows));
            if (readRefused) {
                names(key, () -> weir.read(spec));
            }
        }
    }

    /** Tables that Paimon could not open: neither library makes them. */
    @ParameterizedTest
    @CsvSource({
        "streaming-read-overwrite, true, false, -1",
        "full-compaction.delta-commits, 3, false, -1",
        "snapshot.num-retained.max, 4, true, 1",
        "changelog.num-retained.max, 4, true, 1",
        "sequence.field, v, true, 1",
        "sequence.field, nope, true, 1",
        "bucket-key, k, false, -1",
        "changelog-producer, input, false, -1"
    })
    void areMadeByNeither(String key, String value, boolean keyed, String bucket) {
        TableSpec spec =
                new TableSpec(
                        "t",
                        TYPE,
                        keyed ? List.of("v") : List.of(),
                        keyed ? List.of("k") : List.of(),
                        Map.of("bucket", bucket, key, value));
        try (Side paimon = new PaimonSide(warehouse);
                Side weir = new WeirSide(warehouse)) {
            assertThrows(RuntimeException.class, () -> paimon.create(spec));
            names(key, () -> weir.create(spec));
        }
    }

    private static void names(String key, Runnable call) {
        InvalidRequestException error = assertThrows(InvalidRequestException.class, call::run);
        assertTrue(error.getMessage().contains(key), error.getMessage());
    }
}
