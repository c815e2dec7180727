package io.weir.option;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownOptionsTest {

    private static final boolean REWRITE = Boolean.getBoolean("weir.test.rewrite");

    @Test
    void defaultsAreThoseOfTheGoldenList() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Option<?> option : OptionGroups.all()) {
            lines.add(option.key() + " = " + text(option.defaultValue()));
        }
        lines.sort(null);
        golden(Path.of("src/test/golden/option-defaults.txt"), String.join("\n", lines) + "\n");
    }

    @Test
    void thePageIsThatOfTheGroups() throws IOException {
        golden(Path.of("../docs/reference/options.md"), page());
    }

    private static void golden(Path file, String actual) throws IOException {
        if (REWRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertEquals(
                Files.readString(file, StandardCharsets.UTF_8),
                actual,
                file + " is written anew by ./dev docs");
    }

    @Test
    void everyTableOptionIsAKeyOfTheFormatAndDeclaredOnce() {
        Set<String> seen = new HashSet<>();
        for (OptionGroups group : OptionGroups.ALL) {
            for (Option<?> option : group.options()) {
                assertTrue(seen.add(option.key()), option.key() + " is declared twice");
                assertTrue(
                        group.title().equals("Catalog") || KnownOptions.isKnown(option.key()),
                        option.key() + " is not a key of the format");
                assertFalse(option.description().isBlank(), option.key());
            }
        }
        assertTrue(KnownOptions.keys().size() > 350);
    }

    @ParameterizedTest
    @CsvSource({
        "bukcet, bucket",
        "merge_engine, merge-engine",
        "write-buffer-sise, write-buffer-size",
        "num-sorted-run.compaction-triger, num-sorted-run.compaction-trigger",
        "SNAPSHOT.NUM-RETAINED.MIN, snapshot.num-retained.min"
    })
    void aMisspelledKeyIsToldWithTheNearest(String key, String nearest) {
        InvalidRequestException error = refused(() -> KnownOptions.check(Map.of(key, "1")));
        assertEquals(
                "unknown option '" + key + "'; did you mean '" + nearest + "'?",
                error.getMessage());
    }

    @Test
    void aFarKeyIsToldWithoutAGuess() {
        assertEquals(
                "unknown option 'kubernetes.pod'",
                refused(() -> KnownOptions.check(Map.of("kubernetes.pod", "1"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "fields.amount.stats-mode, none",
        "'fields.a,b.sequence-group', c",
        "file-index.bloom-filter.columns, v",
        "file-index.bloom-filter.v.items, 20",
        "parquet.enable.dictionary, false",
        "sink.parallelism, 4",
        "deletion-vectors.enabled, false",
        "merge-engine, Deduplicate",
        "changelog-producer, input",
        "bucket, 4",
        "file.format.per.level, '0:parquet,3:parquet'",
        "tag.automatic-creation, daily",
        "blob.target-file-size, 1 gb"
    })
    void whatIsKnownAndChangesNoRowsIsTaken(String key, String value) {
        assertDoesNotThrow(() -> KnownOptions.check(Map.of(key, value)));
        assertDoesNotThrow(() -> KnownOptions.checkReadable(Map.of(key, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "merge-engine, partial-update, true, true",
        "merge-engine, first_row, true, true",
        "changelog-producer, lookup, true, false",
        "changelog-producer, full-compaction, true, false",
        "deletion-vectors.enabled, true, true, true",
        "bucket, -2, true, true",
        "partition.expiration-time, 7 d, true, false",
        "bucket, 0, true, true",
        "file.format, orc, true, false",
        "file.format.per.level, 0:avro, true, false",
        "row-tracking.enabled, true, true, false",
        "data-evolution.enabled, true, true, true",
        "record-level.expire-time, 1 d, true, false",
        "incremental-between, '1,2', false, true",
        "type, object-table, true, true",
        "branch, dev, true, true"
    })
    void whatWouldChangeRowsIsRefused(String key, String value, boolean write, boolean read) {
        check(write, KnownOptions::checkWritable, Map.of(key, value));
        check(read, KnownOptions::checkReadable, Map.of(key, value));
    }

    private static void check(
            boolean refused, Consumer<Map<String, String>> check, Map<String, String> options) {
        if (refused) {
            String message = refused(() -> check.accept(options)).getMessage();
            assertTrue(message.contains(options.keySet().iterator().next()), message);
        } else {
            assertDoesNotThrow(() -> check.accept(options));
        }
    }

    @Test
    void aValueThatCannotBeReadIsRefusedWithWhatIsLegal() {
        assertEquals(
                "option 'write-buffer-size' = 'lots' is not a size such as 64 mb",
                refused(() -> KnownOptions.check(Map.of("write-buffer-size", "lots")))
                        .getMessage());
        assertEquals(
                "option 'manifest.compression' = 'none' is not one of"
                        + " zstd, zstandard, deflate, snappy, null",
                refused(() -> KnownOptions.check(Map.of("manifest.compression", "none")))
                        .getMessage());
    }

    private static InvalidRequestException refused(Runnable call) {
        return assertThrows(InvalidRequestException.class, call::run);
    }

    private static String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Options

                        Options of tables, given in `WITH (...)`, by `ALTER TABLE ... SET`, or per query
                        in a hint. Those of the format that are not listed here are kept and passed over;
                        where passing over would change rows they are refused. Sizes are numbers with
                        `b`, `kb`, `mb`, `gb`, `tb`; times are numbers with `ms`, `s`, `min`, `h`, `d`.

                        This page is written by `./dev docs`.
                        """);
        for (OptionGroups group : OptionGroups.ALL) {
            page.append("\n## ")
                    .append(group.title())
                    .append("\n\n| Key | Default | Value | Meaning |\n|---|---|---|---|\n");
            for (Option<?> option : group.options()) {
                page.append("| `")
                        .append(option.key())
                        .append("` | ")
                        .append(text(option.defaultValue()))
                        .append(" | ")
                        .append(option.legal())
                        .append(" | ")
                        .append(option.description().replace("|", "\\|"))
                        .append(" |\n");
            }
        }
        return page.toString();
    }

    private static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return Option.spelling(constant);
        }
        if (value instanceof Duration duration) {
            return duration.isZero() || duration.toMillis() % 1000 != 0
                    ? duration.toMillis() + " ms"
                    : duration.toSeconds() % 3600 == 0
                            ? duration.toHours() + " h"
                            : duration.toSeconds() + " s";
        }
        if (value instanceof Long number) {
            return number == Long.MAX_VALUE ? "unlimited" : size(number);
        }
        return value.equals(Integer.MAX_VALUE) ? "unlimited" : value.toString();
    }

    private static String size(long number) {
        return number >= 1 << 20 && number % (1 << 20) == 0
                ? (number >> 20) + " mb"
                : Long.toString(number);
    }
}
