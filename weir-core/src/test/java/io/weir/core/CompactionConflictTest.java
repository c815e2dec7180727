package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.BucketMessage;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.WeirException;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Snapshot;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.Faults;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two jobs compact one bucket: the data of both stays, and both go on working. */
class CompactionConflictTest {

    private static final int COMMITS = 40;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void droppedCompactionLeavesTheDataAndTheWriterGoesOn(boolean waits) {
        SimulatedEnvironment environment = new SimulatedEnvironment(11);
        TestLake lake = new TestLake(environment);
        Table table =
                lake.create(
                        true,
                        false,
                        "bucket",
                        "1",
                        "num-sorted-run.compaction-trigger",
                        "3",
                        "snapshot.num-retained.min",
                        "1000");
        TreeMap<Long, String> expected = new TreeMap<>();
        int dropped = 0;
        try (TableWrite write = table.newWrite("job");
                TableCommit commit = table.newCommit("job")) {
            for (int id = 1; id <= COMMITS; id++) {
                long key = id % 7;
                List<Row> rows = new ArrayList<>();
                rows.add(Row.of(0, key, "v" + id));
                expected.put(key, "v" + id);
                if (id % 3 == 0) {
                    long gone = (id + 3) % 7;
                    rows.add(Row.of(RowKind.DELETE, 0, gone, null));
                    expected.remove(gone);
                }
                write.write(Cells.batch(table.rowType(), rows));
                environment.runAll();
                List<CommitMessage> messages = write.prepareCommit(waits);
                boolean compacted =
                        BucketMessage.changesOf(messages).stream()
                                .anyMatch(each -> !each.compactBefore().isEmpty());
                if (compacted && id < COMMITS / 2) {
                    lake.table().maintenance().compact(true, null);
                }
                commit.commit(CommitRequest.of(id, messages));
                if (compacted && lake.latest().commitKind() != Snapshot.Kind.COMPACT) {
                    dropped++;
                }
                assertEquals(rows(expected), lake.rows(), "after commit " + id);
            }
        }
        assertTrue(dropped > 0, "no compaction conflicted: the test shows nothing");
        assertTrue(compactionsOf(lake, "job", 20) > 0, "the writer never compacted again");
        assertEquals(dataFilesNamed(lake), dataFilesThere(lake));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoJobsThatCompactOneBucketKeepEachOthersRows(boolean ordered) {
        TestLake lake = new TestLake(new SimulatedEnvironment(12));
        Table table =
                lake.create(
                        true,
                        false,
                        "bucket",
                        "1",
                        "num-sorted-run.compaction-trigger",
                        "2",
                        "snapshot.num-retained.min",
                        "1000");
        TreeMap<Long, String> expected = new TreeMap<>();
        try (TableWrite write = table.newWrite("a");
                TableCommit commit = table.newCommit("a");
                TableWrite otherWrite = table.newWrite("b");
                TableCommit otherCommit = table.newCommit("b")) {
            for (int id = 1; id <= COMMITS; id++) {
                write.write(Cells.batch(table.rowType(), List.of(Row.of(0, (long) id, "a" + id))));
                otherWrite.write(
                        Cells.batch(table.rowType(), List.of(Row.of(0, 100L + id, "b" + id))));
                expected.put((long) id, "a" + id);
                expected.put(100L + id, "b" + id);
                List<CommitMessage> messages = write.prepareCommit(true);
                if (ordered) {
                    commit.commit(CommitRequest.of(id, messages));
                }
                if (id % 4 == 0) {
                    otherCommit.commit(CommitRequest.of(id, otherWrite.prepareCommit(true)));
                }
                if (!ordered) {
                    commit.commit(CommitRequest.of(id, messages));
                }
            }
        }
        assertEquals(rows(expected), lake.rows());
        assertTrue(compactionsOf(lake, "a", COMMITS / 2) > 0);
        assertEquals(dataFilesNamed(lake), dataFilesThere(lake));
    }

    private static List<Row> rows(TreeMap<Long, String> expected) {
        return expected.entrySet().stream()
                .map(each -> Row.of(0, each.getKey(), each.getValue()))
                .toList();
    }

    private static long compactionsOf(TestLake lake, String user, long fromIdentifier) {
        return lake.snapshots().ids().stream()
                .map(id -> lake.snapshots().snapshot(id).orElseThrow())
                .filter(each -> each.commitUser().equals(user))
                .filter(each -> each.commitKind() == Snapshot.Kind.COMPACT)
                .filter(each -> each.commitIdentifier() >= fromIdentifier)
                .count();
    }

    /** Names of all files that some snapshot added. */
    private static Set<String> dataFilesNamed(TestLake lake) {
        Set<String> names = new HashSet<>();
        for (long id : lake.snapshots().ids()) {
            SnapshotMeta snapshot = lake.snapshots().snapshot(id).orElseThrow();
            for (var manifest : lake.manifests().deltaManifests(snapshot)) {
                lake.manifests()
                        .readManifest(manifest)
                        .forEach(entry -> names.add(entry.file().fileName()));
            }
        }
        return names;
    }

    private static Set<String> dataFilesThere(TestLake lake) {
        Set<String> names = new HashSet<>();
        for (String path : lake.storage.paths()) {
            if (path.contains("/bucket-")) {
                names.add(path.substring(path.lastIndexOf('/') + 1));
            }
        }
        return names;
    }

    @Test
    void compactionThatFailsInALaterBucketLeavesNoFilesOfTheFirstOnes() {
        TestLake lake = new TestLake(new SimulatedEnvironment(12));
        lake.create(true, false, "bucket", "5", "write-only", "true");
        for (int round = 0; round < 2; round++) {
            List<Row> rows = new ArrayList<>();
            for (long key = 0; key < 50; key++) {
                rows.add(Row.of(0, key, "v" + round));
            }
            lake.write(rows.toArray(new Row[0]));
        }
        List<String> before = lake.storage.paths();
        Set<String> opened = new HashSet<>();
        lake.storage.inject(
                Faults.fail(
                        (call, location) -> {
                            if (call.equals("open") && location.path().contains("/bucket-")) {
                                opened.add(location.parent().name());
                            }
                            return opened.size() == 5;
                        },
                        0));
        assertThrows(WeirException.class, () -> lake.table().maintenance().compact(true, null));
        lake.storage.inject(Faults.none());
        assertEquals(before, lake.storage.paths());
        lake.table().maintenance().compact(true, null);
        assertEquals(50, lake.rows().size());
    }
}
