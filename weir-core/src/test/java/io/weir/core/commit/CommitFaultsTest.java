package io.weir.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.TestLake;
import io.weir.core.meta.SnapshotMeta;
import io.weir.data.Row;
import io.weir.error.CommitUnknownException;
import io.weir.error.StorageFailureException;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Snapshot;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.Faults;
import io.weir.testkit.SimulatedEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitFaultsTest {

    private static final Row OLD = Row.of(0, 1L, "old");
    private static final Row NEW = Row.of(0, 2L, "new");

    private TestLake lake;

    @BeforeEach
    void startWithOneRow() {
        lake = new TestLake(new SimulatedEnvironment(7));
        lake.create(true, false, "bucket", "1");
        lake.write(OLD);
    }

    private static boolean isSnapshot(String call, Location location) {
        return call.equals("putIfAbsent") && location.name().startsWith("snapshot-");
    }

    private long appendsOf(String user) {
        return lake.snapshots().ids().stream()
                .map(id -> lake.snapshots().snapshot(id).orElseThrow())
                .filter(each -> each.commitUser().equals(user))
                .filter(each -> each.commitKind() == Snapshot.Kind.APPEND)
                .count();
    }

    @Test
    void commitWhoseAnswerIsLostSucceedsOnce() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        lake.storage.inject(Faults.loseAnswer(0));
        try (TableCommit commit = lake.table().newCommit("me")) {
            assertEquals(Optional.of(2L), commit.commit(CommitRequest.of(1, messages)));
        }
        assertEquals(List.of(OLD, NEW), lake.rows());
        assertEquals(1, appendsOf("me"));
    }

    // Someone else commits at the n-th call after the first snapshot of the table was put.
    @Test
    void firstCommitIsCertainWhenAnotherFollowsAtOnce() {
        boolean followed = true;
        for (int calls = 0; followed; calls++) {
            lake = new TestLake(new SimulatedEnvironment(7));
            lake.create(true, false, "bucket", "1");
            List<CommitMessage> messages = lake.messages(List.of(OLD));
            int[] callsLeft = {-1};
            boolean[] done = new boolean[1];
            int callsBefore = calls;
            lake.storage.inject(
                    Faults.fail(
                            (call, location) -> {
                                if (callsLeft[0] < 0 && isSnapshot(call, location)) {
                                    callsLeft[0] = callsBefore;
                                } else if (!done[0] && callsLeft[0]-- == 0) {
                                    done[0] = true;
                                    lake.write(NEW);
                                }
                                return false;
                            },
                            Long.MIN_VALUE));
            try (TableCommit commit = lake.table().newCommit("me")) {
                assertEquals(Optional.of(1L), commit.commit(CommitRequest.of(1, messages)));
            }
            lake.storage.inject(Faults.none());
            followed = done[0];
            assertEquals(followed ? List.of(OLD, NEW) : List.of(OLD), lake.rows());
        }
    }

    @Test
    void commitWhosePutFailedIsPutAgain() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        lake.storage.inject(Faults.fail(CommitFaultsTest::isSnapshot, 0));
        try (TableCommit commit = lake.table().newCommit("me")) {
            assertEquals(Optional.of(2L), commit.commit(CommitRequest.of(1, messages)));
        }
        assertEquals(List.of(OLD, NEW), lake.rows());
    }

    @Test
    void unknownOutcomeDeletesNothingAndTheSameCommitGivenAgainFindsOut() {
        for (boolean landed : new boolean[] {true, false}) {
            startWithOneRow();
            List<CommitMessage> messages = lake.messages(List.of(NEW));
            TableCommit commit = lake.table().newCommit("me");
            CommitRequest request = CommitRequest.batch(messages);
            // From the first put of a snapshot on, its directory does not answer.
            boolean[] down = new boolean[1];
            byte[] others = snapshotLike();
            lake.storage.inject(
                    Faults.fail(
                            (call, location) -> {
                                boolean put = isSnapshot(call, location);
                                boolean first = put && !down[0];
                                down[0] |= put;
                                if (first && landed) {
                                    lake.storage.damage(location, others);
                                }
                                return down[0] && location.path().contains("/snapshot");
                            },
                            Long.MIN_VALUE));
            Set<String> before = Set.copyOf(lake.storage.paths());
            assertThrows(CommitUnknownException.class, () -> commit.commit(request));
            assertTrue(lake.storage.paths().containsAll(before));
            lake.storage.inject(Faults.none());
            if (!landed) {
                assertEquals(Optional.of(2L), commit.commit(request));
                assertEquals(List.of(OLD, NEW), lake.rows());
            } else {
                // The number went to someone else.
                assertEquals(Optional.of(3L), commit.commit(request));
                assertEquals(List.of(OLD, NEW), lake.rows());
            }
            assertEquals(1, appendsOf("me"));
        }
    }

    // The bytes of a commit of nothing by someone else.
    private byte[] snapshotLike() {
        byte[] last = lake.storage.read(lake.layout().snapshotFile(1));
        String text = new String(last, java.nio.charset.StandardCharsets.UTF_8);
        SnapshotMeta first = lake.latest();
        var empty = lake.manifests().writeList(List.of());
        var base = lake.manifests().writeList(lake.manifests().manifests(first));
        return text.replace(first.deltaManifestList(), empty.name())
                .replace(first.baseManifestList(), base.name())
                .replaceAll(
                        "\"baseManifestListSize\" ?: ?\\d+",
                        "\"baseManifestListSize\":" + base.sizeBytes())
                .replaceAll(
                        "\"deltaManifestListSize\" ?: ?\\d+",
                        "\"deltaManifestListSize\":" + empty.sizeBytes())
                .replaceAll("\"id\" ?: ?1", "\"id\":2")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void commitThatLandedUnseenIsFoundWhenItIsGivenAgain() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        boolean[] down = new boolean[1];
        lake.storage.inject(
                Faults.fail(
                        (call, location) -> {
                            boolean fails = down[0] && location.path().contains("/snapshot");
                            down[0] |= isSnapshot(call, location);
                            return fails;
                        },
                        Long.MIN_VALUE));
        try (TableCommit commit = lake.table().newCommit("me")) {
            CommitRequest request = CommitRequest.batch(messages);
            assertThrows(CommitUnknownException.class, () -> commit.commit(request));
            lake.storage.inject(Faults.none());
            assertEquals(Optional.of(2L), commit.commit(request));
            assertEquals(2, lake.latest().id());
            assertEquals(List.of(OLD, NEW), lake.rows());
        }
    }

    @Test
    void interruptAfterAPutWithoutAnswerDeletesNothing() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        lake.storage.inject(Faults.loseAnswer(0));
        try (TableCommit commit = lake.table().newCommit("me")) {
            Thread.currentThread().interrupt();
            assertThrows(
                    CommitUnknownException.class,
                    () -> commit.commit(CommitRequest.of(1, messages)));
        } finally {
            assertTrue(Thread.interrupted());
            lake.storage.inject(Faults.none());
        }
        assertEquals(List.of(OLD, NEW), lake.rows());
    }

    @Test
    void snapshotThatCannotBeReadAfterOursWasPutDeletesNothing() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        Location before = lake.layout().snapshotFile(1);
        byte[] good = lake.storage.read(before);
        boolean[] put = new boolean[1];
        lake.storage.inject(
                Faults.fail(
                        (call, location) -> {
                            if (put[0] && location.equals(before)) {
                                lake.storage.damage(before, new byte[] {'{'});
                            }
                            put[0] |= isSnapshot(call, location);
                            return false;
                        },
                        0));
        try (TableCommit commit = lake.table().newCommit("me")) {
            assertThrows(
                    CommitUnknownException.class,
                    () -> commit.commit(CommitRequest.of(1, messages)));
        }
        lake.storage.inject(Faults.none());
        lake.storage.damage(before, good);
        assertEquals(List.of(OLD, NEW), lake.rows());
    }

    @Test
    void overwriteStandsWhenItsUnusedChangelogCannotBeDeleted() {
        lake.setOption("changelog-producer", "input");
        try (TableWrite write = lake.table().newWrite("me");
                TableCommit commit = lake.table().newCommit("me")) {
            write.replaceExisting();
            write.write(NEW);
            List<CommitMessage> messages = write.prepareCommit(true);
            lake.storage.inject(
                    Faults.fail(
                            (call, location) ->
                                    call.equals("delete")
                                            && location.name().startsWith("changelog-"),
                            0));
            assertEquals(
                    Optional.of(2L), commit.overwrite(CommitRequest.batch(messages), Map.of()));
        }
        lake.storage.inject(Faults.none());
        assertEquals(List.of(NEW), lake.rows());
    }

    @Test
    void crashAnywhereInACommitNeitherLosesNorRepeatsIt() {
        boolean crashed = true;
        for (long calls = 0; crashed; calls++) {
            startWithOneRow();
            List<CommitMessage> messages = lake.messages(List.of(NEW));
            Faults faults = Faults.crash(calls);
            lake.storage.inject(faults);
            try (TableCommit commit = lake.table().newCommit("me")) {
                commit.commit(CommitRequest.of(5, messages));
            } catch (StorageFailureException | CommitUnknownException e) {
                assertTrue(faults.isDead(), () -> "calls: " + e);
            }
            crashed = faults.isDead();
            lake.storage.inject(Faults.none());
            try (TableCommit restarted = lake.table().newCommit("me")) {
                if (restarted.notCommitted(Set.of(5L)).contains(5L)) {
                    restarted.commit(CommitRequest.of(5, messages));
                }
                long last = lake.latest().id();
                assertEquals(Optional.of(last), restarted.commit(CommitRequest.of(5, messages)));
                assertEquals(last, lake.latest().id());
            }
            assertEquals(List.of(OLD, NEW), lake.rows(), "crash after calls: " + calls);
            assertEquals(1, appendsOf("me"), "crash after calls: " + calls);
        }
    }

    @Test
    void failureBeforePublishingLeavesNothingBehind() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        List<String> before = lake.storage.paths();
        for (long writes = 0; writes < 3; writes++) {
            lake.storage.inject(Faults.fail((call, at) -> call.equals("close"), writes));
            try (TableCommit commit = lake.table().newCommit("me")) {
                assertThrows(
                        WeirException.class, () -> commit.commit(CommitRequest.of(1, messages)));
            }
            lake.storage.inject(Faults.none());
            assertEquals(before, lake.storage.paths());
        }
    }

    @Test
    void lostRaceIsRetriedAndLeavesNoFilesOfTheLostAttempt() {
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        boolean[] raced = new boolean[1];
        lake.storage.inject(
                Faults.fail(
                        (call, location) -> {
                            if (isSnapshot(call, location) && !raced[0]) {
                                raced[0] = true;
                                lake.write(Row.of(0, 3L, "other"));
                            }
                            return false;
                        },
                        0));
        try (TableCommit commit = lake.table().newCommit("me")) {
            assertEquals(Optional.of(3L), commit.commit(CommitRequest.of(1, messages)));
        }
        lake.storage.inject(Faults.none());
        assertEquals(List.of(OLD, NEW, Row.of(0, 3L, "other")), lake.rows());
        // Two lists and one manifest a snapshot.
        long manifests =
                lake.storage.paths().stream().filter(path -> path.contains("/manifest/")).count();
        assertEquals(9, manifests);
    }

    @Test
    void tooManyLostRacesEndInAConflict() {
        lake.with("commit.max-retries", "2");
        List<CommitMessage> messages = lake.messages(List.of(NEW));
        boolean[] inside = new boolean[1];
        lake.storage.inject(
                Faults.fail(
                        (call, location) -> {
                            if (isSnapshot(call, location) && !inside[0]) {
                                inside[0] = true;
                                lake.write(Row.of(0, 3L, "other"));
                                inside[0] = false;
                            }
                            return false;
                        },
                        0));
        try (TableCommit commit = lake.table().newCommit("me")) {
            assertThrows(
                    io.weir.error.CommitConflictException.class,
                    () -> commit.commit(CommitRequest.of(1, messages)));
            lake.storage.inject(Faults.none());
            commit.abort(messages);
        }
        assertEquals(List.of(OLD, Row.of(0, 3L, "other")), lake.rows());
        assertFalse(appendsOf("me") > 0);
    }
}
