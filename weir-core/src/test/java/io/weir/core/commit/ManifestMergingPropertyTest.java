package io.weir.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.meta.EntryMerge;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.ManifestStore;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.storage.Location;
import io.weir.table.TableSchema;
import io.weir.testkit.MemoryStorage;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is merged, the live files stay the same and the list stays short. */
class ManifestMergingPropertyTest {

    private static final int COMMITS = 120;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void liveFilesStayTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Environment environment = new SimulatedEnvironment(seed);
        boolean full = seed % 2 == 0;
        TableSchema schema =
                new TableSchema(
                        0,
                        Files.KEY.fields(),
                        0,
                        List.of(),
                        List.of("k"),
                        Map.of(
                                "manifest.target-file-size",
                                "8 kb",
                                "manifest.merge-min-count",
                                "5",
                                "manifest.full-compaction-threshold-size",
                                full ? "16 kb" : "1 gb"),
                        null,
                        0);
        ManifestStore store =
                new ManifestStore(
                        new MemoryStorage(environment),
                        TableLayout.of(Location.of("/t"), schema),
                        schema.tableOptions(),
                        environment);
        ManifestMerging merging = new ManifestMerging(store, schema);
        List<ManifestFile> manifests = new ArrayList<>();
        List<ManifestEntry> live = new ArrayList<>();
        int made = 0;
        int longest = 0;
        for (int commit = 0; commit < COMMITS; commit++) {
            List<ManifestEntry> delta = new ArrayList<>();
            for (int gone = random.nextInt(4); gone > 0 && !live.isEmpty(); gone--) {
                ManifestEntry file = live.remove(random.nextInt(live.size()));
                delta.add(change(false, file, file.file().level()));
                if (random.nextBoolean() && file.file().level() < 5) {
                    ManifestEntry lifted = change(true, file, file.file().level() + 1);
                    delta.add(lifted);
                    live.add(lifted);
                }
            }
            for (int added = 1 + random.nextInt(8); added > 0; added--) {
                ManifestEntry file =
                        Files.entry(true, random.nextInt(3), 3, "f" + made++, 0, made, made);
                delta.add(file);
                live.add(file);
            }
            manifests.addAll(store.writeManifests(delta));
            ManifestMerging.Merged merged = merging.merge(manifests);
            manifests = new ArrayList<>(merged.manifests());
            assertTrue(manifests.containsAll(merged.written()));
            longest = Math.max(longest, manifests.size());
            assertEquals(names(live), names(read(store, manifests)), "seed " + seed);
        }
        assertTrue(longest < COMMITS / 3, "up to " + longest + " manifests");
        if (full) {
            long entries =
                    manifests.stream()
                            .mapToLong(each -> each.addedFiles() + each.deletedFiles())
                            .sum();
            assertTrue(entries < live.size() * 2L, entries + " entries of " + live.size());
        }
    }

    private static ManifestEntry change(boolean added, ManifestEntry of, int level) {
        return new ManifestEntry(
                added, of.partition(), of.bucket(), of.totalBuckets(), of.file().withLevel(level));
    }

    private static List<ManifestEntry> read(ManifestStore store, List<ManifestFile> manifests) {
        EntryMerge merge = new EntryMerge();
        manifests.forEach(each -> merge.addAll(store.readManifest(each)));
        return merge.live();
    }

    private static TreeSet<String> names(List<ManifestEntry> entries) {
        TreeSet<String> names = new TreeSet<>();
        for (ManifestEntry entry : entries) {
            String name =
                    entry.bucket() + "/" + entry.file().level() + "/" + entry.file().fileName();
            assertTrue(names.add(name), name + " twice");
        }
        return names;
    }
}
