package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.IndexFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.write.LiveFiles;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.table.CommitRequest;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.Faults;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of writes, deletes, compactions, overwrites, tags and expiry: every snapshot and
 * tag that is kept reads as when it was made, and no file stays that none of them needs.
 */
class ExpiryPropertyTest {

    private static final int STEPS = 60;

    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Map<Long, List<Row>> rowsOfSnapshot = new HashMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private SplittableRandom random;
    private SimulatedEnvironment environment;
    private TestLake lake;
    private boolean dynamic;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keptSnapshotsStayWholeAndNothingElseStays(long seed) {
        random = new SplittableRandom(seed);
        environment = new SimulatedEnvironment(seed);
        lake = new TestLake(environment);
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
                seed % 3 == 0 ? "input" : "none",
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
        checkNothingElse("at the end of seed " + seed);
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

    private void expire(int step) {
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
    }

    private void note() {
        lake.snapshots()
                .latestId()
                .ifPresent(id -> rowsOfSnapshot.put(id, List.copyOf(rows.values())));
    }

    private void checkNewest(String when) {
        List<Long> ids = lake.snapshots().ids();
        for (long id : ids.subList(Math.max(0, ids.size() - 3), ids.size())) {
            check(id, lake.rowsOf(id), when);
        }
    }

    private void checkKept(String when) {
        for (long id : lake.snapshots().ids()) {
            check(id, lake.rowsOf(id), when);
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
        List<Row> expected = rowsOfSnapshot.get(id);
        if (expected == null) {
            expected = rowsOfSnapshot.get(id + 1);
        }
        assertEquals(expected, found, "snapshot " + id + " " + when);
    }

    private void checkNothingElse(String when) {
        TreeSet<String> needed = new TreeSet<>();
        List<SnapshotMeta> kept = new ArrayList<>(lake.snapshots().tags().values());
        lake.snapshots().ids().forEach(id -> kept.add(lake.snapshots().snapshot(id).orElseThrow()));
        kept.forEach(snapshot -> needed(snapshot, needed));
        TreeSet<String> there = new TreeSet<>();
        for (String path : lake.storage.paths()) {
            if (path.contains("/bucket-")
                    || path.contains("/manifest/")
                    || path.contains("/index/")) {
                there.add(path);
            }
        }
        assertEquals(String.join("\n", needed), String.join("\n", there), when);
    }

    private void needed(SnapshotMeta snapshot, TreeSet<String> needed) {
        List<ManifestFile> manifests = lake.manifests().manifests(snapshot);
        List<ManifestFile> changelog = lake.manifests().changelogManifests(snapshot);
        manifest(snapshot.baseManifestList(), needed);
        manifest(snapshot.deltaManifestList(), needed);
        manifests.forEach(each -> manifest(each.fileName(), needed));
        if (snapshot.changelogManifestList() != null) {
            manifest(snapshot.changelogManifestList(), needed);
            changelog.forEach(each -> manifest(each.fileName(), needed));
        }
        LiveFiles.Wanted all = new LiveFiles.Wanted(lake.layout().partitionType());
        for (int partition = 0; partition < 2; partition++) {
            all.addPartition(BinaryRowWriter.serialize(lake.layout().partitionType(), partition));
        }
        Collection<ManifestEntry> files = new ArrayList<>();
        files.addAll(LiveFiles.read(lake.manifests(), manifests, all));
        changelog.forEach(each -> files.addAll(lake.manifests().readManifest(each)));
        for (ManifestEntry entry : files) {
            needed.add(
                    lake.layout().dataFile(entry.partition(), entry.bucket(), entry.file()).path());
        }
        if (snapshot.indexManifest() != null) {
            manifest(snapshot.indexManifest(), needed);
            for (IndexFile file : lake.manifests().readIndexManifest(snapshot.indexManifest())) {
                needed.add(lake.layout().index(file).path());
            }
        }
    }

    private void manifest(String name, TreeSet<String> needed) {
        needed.add(lake.layout().manifest(name).path());
    }
}
