package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.error.CommitConflictException;
import io.weir.error.InvalidRequestException;
import io.weir.table.CommitRequest;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverwriteTest {

    private static final Row A0 = Row.of(0, 1L, "a");
    private static final Row B0 = Row.of(0, 2L, "b");
    private static final Row A1 = Row.of(1, 1L, "a");
    private static final Row NEW0 = Row.of(0, 3L, "new");

    private final TestLake lake = new TestLake(new SimulatedEnvironment(3));

    private Optional<Long> overwrite(
            @Nullable Map<String, @Nullable Object> partition, Row... rows) {
        Table table = lake.table();
        try (TableWrite write = table.newWrite("over");
                TableCommit commit = table.newCommit("over")) {
            write.replaceExisting();
            if (rows.length > 0) {
                write.write(Cells.batch(table.rowType(), List.of(rows)));
            }
            return commit.overwrite(CommitRequest.batch(write.prepareCommit(true)), partition);
        }
    }

    private List<ManifestEntry> delta() {
        List<ManifestEntry> entries = new ArrayList<>();
        for (ManifestFile manifest : lake.manifests().deltaManifests(lake.latest())) {
            entries.addAll(lake.manifests().readManifest(manifest));
        }
        return entries;
    }

    @Test
    void dynamicOverwriteReplacesThePartitionsOfTheNewRows() {
        lake.create(true, true, "bucket", "1");
        lake.write(A0, B0, A1);
        assertEquals(Optional.of(2L), overwrite(null, NEW0));
        assertEquals(List.of(NEW0, A1), lake.rows());
        assertEquals(Snapshot.Kind.OVERWRITE, lake.latest().commitKind());
        assertEquals(List.of(A0, B0, A1), lake.rowsOf(1));
    }

    @Test
    void dynamicOverwriteWithoutRowsDoesNothing() {
        lake.create(true, true, "bucket", "1");
        lake.write(A0);
        assertEquals(Optional.empty(), overwrite(null));
        assertEquals(List.of(A0), lake.rows());
    }

    @Test
    void staticOverwriteEmptiesItsPartitionEvenWithoutRows() {
        lake.create(true, true, "bucket", "1");
        lake.write(A0, A1);
        assertEquals(Optional.of(2L), overwrite(Map.of("p", 0)));
        assertEquals(List.of(A1), lake.rows());
    }

    @Test
    void wholeTableIsReplacedByAnEmptySpecification() {
        lake.create(false, true);
        lake.write(A0, A1);
        assertEquals(Optional.of(2L), overwrite(Map.of(), NEW0));
        assertEquals(List.of(NEW0), lake.rows());
        assertEquals(Optional.of(3L), overwrite(Map.of()));
        assertEquals(List.of(), lake.rows());
        assertEquals(0L, lake.latest().totalRecordCount());
    }

    @Test
    void rowsOutsideTheStaticPartitionAreRefused() {
        lake.create(true, true, "bucket", "1");
        lake.write(A1);
        assertThrows(InvalidRequestException.class, () -> overwrite(Map.of("p", 0), A1, NEW0));
        assertEquals(List.of(A1), lake.rows());
    }

    @Test
    void filesThatDoNotOverlapGoToTheTopLevelAndDeletesComeFirst() {
        lake.create(true, true, "bucket", "1");
        lake.write(A0, A1);
        overwrite(null, NEW0);
        List<ManifestEntry> entries = delta();
        assertEquals(2, entries.size());
        assertTrue(!entries.get(0).added() && entries.get(1).added());
        assertEquals(5, entries.get(1).file().level());
    }

    @Test
    void levelStaysZeroWhereUpgradeIsOff() {
        lake.create(true, true, "bucket", "1", "overwrite-upgrade", "false");
        overwrite(null, NEW0);
        assertEquals(0, delta().get(0).file().level());
    }

    @Test
    void rowsThatOthersCommittedMeanwhileGoToo() {
        lake.create(true, true, "bucket", "1");
        Table table = lake.table();
        try (TableWrite write = table.newWrite("over");
                TableCommit commit = table.newCommit("over")) {
            write.replaceExisting();
            write.write(Cells.batch(table.rowType(), List.of(NEW0)));
            var messages = write.prepareCommit(true);
            lake.write(A0);
            commit.overwrite(CommitRequest.batch(messages), null);
        }
        assertEquals(List.of(NEW0), lake.rows());
    }

    @Test
    void changelogOfAnOverwriteIsDropped() {
        lake.create(true, true, "bucket", "1", "changelog-producer", "input");
        lake.write(A0);
        overwrite(null, NEW0);
        assertNull(lake.latest().changelogManifestList());
        long changelogs =
                lake.storage.paths().stream().filter(path -> path.contains("/changelog-")).count();
        assertEquals(1, changelogs);
    }

    @Test
    void bucketCountChangesByOverwriteOnly() {
        lake.create(true, true, "bucket", "1");
        lake.write(A0, A1);
        lake.setOption("bucket", "3");
        InvalidRequestException refused =
                assertThrows(InvalidRequestException.class, () -> lake.write(B0));
        assertTrue(refused.getMessage().contains("INSERT OVERWRITE"), refused.getMessage());
        overwrite(null, NEW0, B0);
        assertEquals(List.of(B0, NEW0, A1), lake.rows());
        lake.write(A0);
        assertEquals(List.of(A0, B0, NEW0, A1), lake.rows());
        assertThrows(InvalidRequestException.class, () -> lake.write(Row.of(1, 9L, "x")));
    }

    @Test
    void writerThatWasOpenWhileBucketsWereRecountedConflicts() {
        Table old = lake.create(true, true, "bucket", "1");
        lake.write(A0, A1);
        try (TableWrite write = old.newWrite("me");
                TableCommit commit = old.newCommit("me")) {
            write.write(B0);
            lake.setOption("bucket", "3");
            overwrite(null, A0, NEW0);
            var messages = write.prepareCommit(true);
            CommitConflictException conflict =
                    assertThrows(
                            CommitConflictException.class,
                            () -> commit.commit(CommitRequest.of(1, messages)));
            assertTrue(conflict.getMessage().contains("1 buckets"), conflict.getMessage());
            commit.abort(messages);
        }
        assertEquals(List.of(A0, NEW0, A1), lake.rows());
    }

    @Test
    void knownKeysWrittenWhileTheirPartitionWasOverwrittenConflict() {
        Table table = lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "1");
        lake.write(A0, B0);
        try (TableWrite write = table.newWrite("me");
                TableCommit commit = table.newCommit("me")) {
            write.write(Row.of(0, 2L, "known"));
            // Now key 2 is the one of bucket 0.
            overwrite(null, B0);
            var messages = write.prepareCommit(true);
            assertThrows(
                    CommitConflictException.class,
                    () -> commit.commit(CommitRequest.of(1, messages)));
            commit.abort(messages);
        }
        assertEquals(List.of(B0), lake.rows());
    }

    @Test
    void dynamicBucketsStartAnewAndKeysKeepOneBucketAfterwards() {
        lake.create(true, true, "bucket", "-1", "dynamic-bucket.target-row-num", "2");
        List<Row> many = new ArrayList<>();
        for (long key = 0; key < 9; key++) {
            many.add(Row.of(0, key, "x"));
        }
        lake.write(many.toArray(new Row[0]));
        overwrite(null, Row.of(0, 8L, "y"), Row.of(0, 0L, "y"), Row.of(0, 4L, "y"));
        lake.write(Row.of(0, 0L, "z"), Row.of(0, 8L, "z"), Row.of(0, 5L, "z"));
        assertEquals(
                List.of(
                        Row.of(0, 0L, "z"),
                        Row.of(0, 4L, "y"),
                        Row.of(0, 5L, "z"),
                        Row.of(0, 8L, "z")),
                lake.rows());
    }

    @Test
    void overwriteOfDynamicBucketsNeedsAWriterThatReplaces() {
        lake.create(true, true, "bucket", "-1");
        lake.write(A0);
        Table table = lake.table();
        try (TableWrite write = table.newWrite("over");
                TableCommit commit = table.newCommit("over")) {
            write.write(Cells.batch(table.rowType(), List.of(A0)));
            var messages = write.prepareCommit(true);
            assertThrows(
                    InvalidRequestException.class,
                    () -> commit.overwrite(CommitRequest.batch(messages), null));
        }
    }
}
