package io.weir.core.commit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.KeyComparator;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.TableLayout;
import io.weir.error.CommitConflictException;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.table.Snapshot;
import io.weir.type.RowType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictCheckTest {

    private final ConflictCheck check =
            new ConflictCheck(
                    new TableLayout(Location.of("/t"), Options.empty(), RowType.of()),
                    KeyComparator.of(Files.KEY),
                    true);

    private void fits(List<ManifestEntry> delta, ManifestEntry... live) {
        assertDoesNotThrow(() -> check.check(Snapshot.Kind.COMPACT, delta, List.of(live)));
    }

    private void conflicts(String part, List<ManifestEntry> delta, ManifestEntry... live) {
        CommitConflictException conflict =
                assertThrows(
                        CommitConflictException.class,
                        () -> check.check(Snapshot.Kind.COMPACT, delta, List.of(live)));
        assertTrue(conflict.getMessage().contains(part), conflict.getMessage());
        assertTrue(conflict.getMessage().contains("/t/bucket-"), conflict.getMessage());
    }

    @Test
    void compactionOfLiveFilesFits() {
        fits(
                List.of(
                        Files.delete("a", 0, 1, 9),
                        Files.delete("b", 0, 3, 5),
                        Files.add("c", 5, 1, 9)),
                Files.add("a", 0, 1, 9),
                Files.add("b", 0, 3, 5),
                Files.add("later", 0, 1, 9));
    }

    @Test
    void upgradeFits() {
        fits(List.of(Files.delete("a", 0, 1, 9), Files.add("a", 5, 1, 9)), Files.add("a", 0, 1, 9));
    }

    @Test
    void deletedFileMustBeLiveOnItsLevel() {
        List<ManifestEntry> delta = List.of(Files.delete("a", 0, 1, 9), Files.add("b", 5, 1, 9));
        conflicts("not in the table any more", delta);
        conflicts("not in the table any more", delta, Files.add("a", 4, 1, 9));
    }

    @Test
    void addedFileMustNotBeLive() {
        conflicts(
                "in the table already", List.of(Files.add("a", 0, 1, 9)), Files.add("a", 0, 1, 9));
    }

    @Test
    void fileOccursOnceInADelta() {
        conflicts("twice", List.of(Files.add("a", 0, 1, 9), Files.add("a", 0, 1, 9)));
        conflicts(
                "twice",
                List.of(Files.delete("a", 0, 1, 9), Files.add("a", 0, 1, 9)),
                Files.add("a", 0, 1, 9));
    }

    @Test
    void keyRangesOfALevelMustNotTouch() {
        List<ManifestEntry> delta = List.of(Files.add("a", 3, 5, 9));
        conflicts("overlap on level 3", delta, Files.add("b", 3, 1, 5));
        conflicts("overlap on level 3", delta, Files.add("b", 3, 6, 7));
        fits(delta, Files.add("b", 3, 1, 4), Files.add("c", 3, 10, 12));
        fits(delta, Files.add("b", 2, 1, 9), Files.entry(true, 1, 1, "c", 3, 1, 9));
    }

    @Test
    void bucketCountOfAPartitionIsOne() {
        List<ManifestEntry> delta = List.of(Files.entry(true, 0, 4, "a", 0, 1, 9));
        conflicts("4 buckets", delta, Files.entry(true, 1, 2, "b", 0, 1, 9));
        fits(delta, Files.entry(true, 1, 4, "b", 0, 1, 9));
        fits(delta, Files.entry(true, 1, -1, "b", 0, 1, 9));
        assertDoesNotThrow(
                () ->
                        check.check(
                                Snapshot.Kind.OVERWRITE,
                                delta,
                                List.of(Files.entry(true, 1, 2, "b", 0, 1, 9))));
    }
}
