package io.weir.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.meta.SnapshotMeta;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.table.CommitRequest;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.Faults;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of writes, deletes, compactions, overwrites, tags, branches, consumers and
 * expiry: every snapshot, tag, branch and changelog that is kept reads as when it was made, and no
 * file stays that none of them needs.
 */
class ExpiryPropertyTest {

    private static final int STEPS = 60;

    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Map<Long, List<Row>> rowsOfSnapshot = new HashMap<>();
    private final Map<Long, String> changesOfSnapshot = new HashMap<>();
    private final Map<String, Long> tags = new TreeMap<>();
    private final List<TestBranch> branches = new ArrayList<>();
    private long noted;
    private boolean changelogFiles;
    private boolean branching;
    private boolean losesTags;
    private SplittableRandom random;
    private SimulatedEnvironment environment;
    private TestLake lake;
    private boolean dynamic;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void keptSnapshotsStayWholeAndNothingElseStays(long seed) {
        random = new SplittableRandom(seed);
        environment = new SimulatedEnvironment(seed);
        lake = new TestLake(environment);
        changelogFiles = seed % 3 == 0;
        boolean longChangelogs = seed % 4 >= 2;
        branching = seed > 6;
        losesTags = branching && seed % 3 == 1;
        dynamic = seed % 2 == 0;
        lake.create(
                true,
                true,
                "bucket",
                dynamic ? "-1" : "2",
                "dynamic-bucket.target-row-num",
                "5",
                "num-sorted-run.compaction-trigger",
                "2",
                "snapshot.num-retained.min",
                "3",
                "snapshot.time-retained",
                "20 s",
                "manifest.merge-min-count",
                "4",
                "changelog-producer",
                changelogFiles ? "input" : "none",
                longChangelogs ? "changelog.time-retained" : "changelog.num-retained.max",
                longChangelogs ? "60 s" : "2147483647",
                "consumer.expiration-time",
                "40 s",
                "manifest.full-compaction-threshold-size",
                seed < 4 ? "8 kb" : "16 mb");
        try (TableWrite write = lake.table().newWrite("job");
                TableCommit commit = lake.table().newCommit("job")) {
            for (int step = 1; step <= STEPS; step++) {
                step(step, write, commit);
                environment.advance(random.nextInt(5_000));
            }
        } catch (WeirException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
        environment.runAll();
        lake.table().maintenance().expireSnapshots();
        checkKept("at the end of seed " + seed);
        if (!losesTags) {
            checkNothingElse("at the end of seed " + seed);
        }
        assertEquals(longChangelogs, !lake.snapshots().changelogIds().isEmpty(), "changelogs");
        assertTrue(lake.snapshots().earliestId().orElseThrow() > 1, "nothing expired");
    }

    private void step(int step, TableWrite write, TableCommit commit) {
        int kind = random.nextInt(20);
        if (kind < 13) {
            write.write(Cells.batch(lake.table().rowType(), change()));
            commit.commit(CommitRequest.of(step, write.prepareCommit(random.nextBoolean())));
        } else if (kind < 15) {
            lake.table().maintenance().compact(random.nextBoolean(), null);
        } else if (kind == 15 && !dynamic) {
            overwrite();
        } else if (kind == 16 && !rowsOfSnapshot.isEmpty()) {
            tag("tag" + step);
        } else if (kind == 17 && branching) {
            branch("b" + step);
        } else if (kind == 18) {
            consume();
        } else if (kind >= 17) {
            expire(step);
        }
        note();
    }

    private List<Row> change() {
        List<Row> change = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int row = 0; row < count; row++) {
            int partition = random.nextInt(2);
            long key = random.nextInt(30);
            if (random.nextInt(4) == 0) {
                change.add(Row.of(RowKind.DELETE, partition, key, null));
                rows.remove(name(partition, key));
            } else {
                Row put = Row.of(partition, key, "v" + random.nextInt(1000));
                change.add(put);
                rows.put(name(partition, key), put);
            }
        }
        return change;
    }

    private static String name(int partition, long key) {
        return "%d/%05d".formatted(partition, key);
    }

    private void overwrite() {
        Table table = lake.table();
        int partition = random.nextInt(2);
        Row put = Row.of(partition, (long) random.nextInt(30), "over" + random.nextInt(1000));
        try (TableWrite write = table.newWrite("over");
                TableCommit commit = table.newCommit("over")) {
            write.replaceExisting();
            write.write(Cells.batch(table.rowType(), List.of(put)));
            commit.overwrite(CommitRequest.batch(write.prepareCommit(true)), null);
        }
        rows.keySet().removeIf(key -> key.startsWith(partition + "/"));
        rows.put(name(partition, (Long) put.get(1)), put);
    }

    private void tag(String name) {
        SnapshotMeta latest = lake.latest();
        Location from = lake.layout().snapshotFile(latest.id());
        Location to = lake.layout().tagDirectory().resolve("tag-" + name);
        lake.storage.put(to, lake.storage.read(from));
        tags.put(name, latest.id());
    }

    private void branch(String name) {
        if (!branches.isEmpty() && random.nextBoolean()) {
            TestBranch branch = branches.get(random.nextInt(branches.size()));
            Row put = Row.of(random.nextInt(2), 100L + branches.size(), name);
            List<Row> expected = new ArrayList<>(branch.newest());
            expected.removeIf(
                    row -> row.get(0).equals(put.get(0)) && row.get(1).equals(put.get(1)));
            expected.add(put);
            branch.write(List.of(put), TestLake.sorted(expected));
        } else if (!tags.isEmpty()) {
            String tag = tags.keySet().iterator().next();
            long id = tags.get(tag);
            branches.add(new TestBranch(lake, name, tag, id, expected(id)));
            if (losesTags) {
                tags.remove(tag);
                lake.storage.delete(List.of(lake.layout().tagDirectory().resolve("tag-" + tag)));
            }
        }
    }

    private void consume() {
        long next = lake.snapshots().latestId().orElse(0) + 1 - random.nextInt(5);
        lake.storage.put(
                lake.layout().consumerDirectory().resolve("consumer-c" + random.nextInt(3)),
                "{\"nextSnapshot\":%d}".formatted(Math.max(1, next)).getBytes(UTF_8));
    }

    private void expire(int step) {
        long first = lake.snapshots().earliestId().orElse(1);
        if (random.nextBoolean()) {
            lake.storage.inject(Faults.crash(random.nextInt(120)));
            try {
                lake.table().maintenance().expireSnapshots();
            } catch (WeirException e) {
                assertTrue(e.getMessage().contains("injected"), e.toString());
            }
            lake.storage.inject(Faults.none());
            checkNewest("after a crash at step " + step);
        }
        lake.table().maintenance().expireSnapshots();
        checkKept("at step " + step);
        long consumed = lake.snapshots().earliestConsumed().orElse(Long.MAX_VALUE);
        long now = lake.snapshots().earliestId().orElse(1);
        assertTrue(now == first || now <= consumed, "expired what a consumer has not read");
    }

    private void note() {
        lake.snapshots()
                .latestId()
                .ifPresent(
                        id -> {
                            rowsOfSnapshot.put(id, List.copyOf(rows.values()));
                            for (long each = noted + 1; each <= id; each++) {
                                changesOfSnapshot.put(each, changes(each));
                            }
                            noted = id;
                        });
    }

    private String changes(long id) {
        Table table =
                lake.table()
                        .withOptions(
                                Map.of(
                                        "scan.mode",
                                        "from-snapshot",
                                        "scan.snapshot-id",
                                        Long.toString(id)));
        Scan scan = table.newScan();
        Plan plan = scan.stream().next();
        assertEquals(id, plan == null ? null : plan.snapshotId());
        return TestLake.sorted(Tables.read(scan, Objects.requireNonNull(plan))).toString();
    }

    private void checkNewest(String when) {
        List<Long> ids = lake.snapshots().ids();
        for (long id : ids.subList(Math.max(0, ids.size() - 3), ids.size())) {
            check(id, lake.rowsOf(id), when);
        }
    }

    private void checkKept(String when) {
        List<Long> streamed = new ArrayList<>(lake.snapshots().changelogIds());
        for (long id : lake.snapshots().ids()) {
            check(id, lake.rowsOf(id), when);
            streamed.add(id);
        }
        for (int index = 0; index < streamed.size(); index++) {
            long id = streamed.get(index);
            assertEquals(streamed.get(0) + index, id, "a gap " + when);
            assertEquals(changesOfSnapshot.get(id), changes(id), "changes of " + id + " " + when);
        }
        for (TestBranch branch : branches) {
            branch.expected()
                    .forEach((id, rows) -> assertEquals(rows, branch.rowsOf(id), "branch " + when));
        }
        tags.forEach(
                (name, id) ->
                        check(
                                id,
                                TestLake.rows(
                                        lake.table().withOptions(Map.of("scan.tag-name", name))),
                                when + ", tag " + name));
    }

    // Of a commit of two snapshots only the last one's rows were noted; both have the same.
    private void check(long id, List<Row> found, String when) {
        assertEquals(expected(id), found, "snapshot " + id + " " + when);
    }

    private List<Row> expected(long id) {
        List<Row> expected = rowsOfSnapshot.get(id);
        return expected == null ? rowsOfSnapshot.get(id + 1) : expected;
    }

    private void checkNothingElse(String when) {
        NeededFiles needed = new NeededFiles(lake);
        lake.snapshots().tags().values().forEach(needed::addState);
        branches.forEach(branch -> branch.all().forEach(needed::add));
        List<Long> ids = lake.snapshots().ids();
        ids.forEach(id -> needed.add(lake.snapshots().snapshot(id).orElseThrow()));
        List<Long> changelogIds = lake.snapshots().changelogIds();
        for (long id : changelogIds) {
            SnapshotMeta changelog = lake.snapshots().changelog(id).orElseThrow();
            needed.addChangelog(changelog);
            if (!changelogFiles) {
                needed.addLists(changelog);
                needed.addWrittenAndRemoved(changelog);
            }
        }
        if (!changelogIds.isEmpty() && !changelogFiles) {
            needed.addWrittenAndRemoved(lake.snapshots().snapshot(ids.get(0)).orElseThrow());
        }
        needed.checkNoOthers(when);
    }
}
