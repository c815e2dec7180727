package io.weir.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRow;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.read.FileSplit;
import io.weir.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitPlanningTest {

    private static final long MB = 1L << 20;

    private static SplitPlanning planning(TableSchema schema, long targetMb, int parallelism) {
        return new SplitPlanning(schema, 7, targetMb * MB, MB, parallelism, entry -> true);
    }

    private static String plan(long targetMb, int parallelism, String... files) {
        return text(
                planning(Entries.keyTable(Map.of()), targetMb, parallelism)
                        .plan(Entries.parse(files)));
    }

    private static String text(List<FileSplit.Content> splits) {
        return splits.stream().map(SplitPlanningTest::text).collect(Collectors.joining("\n"));
    }

    private static String text(FileSplit.Content split) {
        String files =
                split.files().stream().map(DataFile::fileName).collect(Collectors.joining(" "));
        String range =
                split.fromKey() == null && split.toKey() == null
                        ? ""
                        : " [" + key(split.fromKey()) + ", " + key(split.toKey()) + ")";
        return split.kind() + " " + files + range;
    }

    private static String key(byte @Nullable [] key) {
        return key == null ? "" : Long.toString(BinaryRow.ofSerialized(key).getLong(0));
    }

    @Test
    void filesThatDoNotOverlapAreReadRawTogether() {
        assertEquals(
                "RAW a b c", plan(128, 1, "b L5 10..20 5MB", "a L5 1..9 5MB", "c L0 30..40 5MB"));
    }

    @Test
    void overlappingFilesAreMergedAndTheOthersStayRaw() {
        assertEquals(
                """
                RAW c
                MERGE a b""",
                plan(128, 1, "a L5 1..9 5MB", "b L0 9..12 5MB", "c L5 13..20 5MB"));
    }

    @Test
    void fileReachedThroughAnotherBelongsToTheSection() {
        assertEquals(
                "MERGE a b c", plan(128, 1, "a L5 1..100 5MB", "b L0 2..3 5MB", "c L0 50..60 5MB"));
    }

    @Test
    void deletesAndUnknownDeletesAreMerged() {
        assertEquals(
                "MERGE a b", plan(128, 1, "a L5 1..9 5MB 2 deletes", "b L5 10..12 5MB unknown"));
    }

    @Test
    void rawFilesArePackedToTheTargetSize() {
        assertEquals(
                """
                RAW a b
                RAW c""",
                plan(10, 1, "a L5 1..2 5MB", "b L5 3..4 5MB", "c L5 5..6 5MB"));
    }

    @Test
    void smallFilesCountAsTheCostOfOpening() {
        assertEquals(
                """
                RAW a b
                RAW c""",
                plan(2, 1, "a L5 1..2 0MB", "b L5 3..4 0MB", "c L5 5..6 0MB"));
    }

    @Test
    void largeSectionIsCutAtTheFirstKeysOfItsLargestRun() {
        assertEquals(
                """
                MERGE a n [, 200)
                MERGE n b [200, 300)
                MERGE n c [300, )""",
                plan(
                        90,
                        1,
                        "a L5 0..199 90MB",
                        "b L5 200..299 90MB",
                        "c L5 300..400 90MB",
                        "n L0 100..350 9MB"));
    }

    @Test
    void piecesAreAsManyAsCoresWhenThereIsMuchToMerge() {
        assertEquals(
                """
                MERGE a n [, 250)
                MERGE a n [250, 500)
                MERGE a n [500, 750)
                MERGE a n [750, )""",
                plan(128, 4, "a L5 0..1000 100MB", "n L0 0..1000 1MB"));
    }

    @Test
    void piecesOfASectionCoverEveryKeyOnce() {
        List<ManifestEntry> entries =
                Entries.parse(
                        "a L5 0..999 64MB",
                        "b L5 1000..1999 300MB",
                        "c L5 2000..2001 64MB",
                        "m L0 500..1500 64MB",
                        "n L0 -50..2500 640MB");
        List<FileSplit.Content> splits = planning(Entries.keyTable(Map.of()), 32, 8).plan(entries);
        assertTrue(splits.size() > 8, splits.size() + " pieces");
        for (long key = -60; key <= 2600; key++) {
            int holders = 0;
            for (FileSplit.Content split : splits) {
                boolean within =
                        (split.fromKey() == null || value(split.fromKey()) <= key)
                                && (split.toKey() == null || key < value(split.toKey()));
                if (within) {
                    holders++;
                    for (ManifestEntry entry : entries) {
                        DataFile file = entry.file();
                        if (value(file.minKey()) <= key && key <= value(file.maxKey())) {
                            assertTrue(split.files().contains(file), "key " + key + " of " + file);
                        }
                    }
                }
            }
            assertEquals(1, holders, "pieces with key " + key);
        }
    }

    private static long value(byte[] key) {
        return BinaryRow.ofSerialized(key).getLong(0);
    }

    @Test
    void sectionIsDroppedOnlyWhenNoFileOfItMayMatch() {
        SplitPlanning planning =
                new SplitPlanning(
                        Entries.keyTable(Map.of()),
                        7,
                        128 * MB,
                        MB,
                        1,
                        entry -> entry.file().fileName().equals("yes"));
        assertEquals(
                "MERGE no yes",
                text(
                        planning.plan(
                                Entries.parse(
                                        "no L5 1..9 5MB",
                                        "yes L0 5..6 5MB",
                                        "gone L5 20..30 5MB"))));
    }

    @Test
    void appendFilesKeepTheOrderOfTheirSequence() {
        List<ManifestEntry> entries =
                Entries.parse("a L0 0..0 5MB", "b L0 0..0 5MB", "c L0 0..0 9MB");
        assertEquals(
                """
                RAW a b
                RAW c""",
                text(planning(Entries.appendTable(Map.of()), 10, 1).plan(entries)));
    }
}
