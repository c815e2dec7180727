package io.weir.core.meta;

import io.weir.env.Environment;
import io.weir.env.MemoryBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded manifests of all tables of a catalog, the ones used last. A manifest is never changed
 * after it was written and its name is never used again, so what is kept here cannot be out of
 * date. The memory is asked from the environment; what does not fit is not kept. Safe for many
 * threads.
 */
public final class ManifestCache implements AutoCloseable {

    /** Larger manifests are read entry by entry and not kept. */
    static final long FILE_BYTES_MAX = 1 << 20;

    /** A decoded entry with its arrays and strings, roughly. */
    private static final long ENTRY_BYTES = 900;

    /** Manifests in all lists that are kept. */
    private static final int LISTED_MAX = 20_000;

    /** Partitions of which one object is known. */
    private static final int PARTITIONS_MAX = 100_000;

    /** Share of the environment's memory that the cache may take. */
    private static final int MEMORY_SHARE = 8;

    private final MemoryBudget memory;
    private final long bytesMax;
    private final Map<String, Manifest> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, List<ManifestFile>> lists = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<PartitionKey, PartitionKey> partitions = new HashMap<>();
    private long bytes;
    private long listedManifests;
    private boolean closed;

    public ManifestCache(Environment environment) {
        this.memory = environment.memory();
        this.bytesMax = memory.bytesMax() / MEMORY_SHARE;
    }

    synchronized @Nullable Manifest find(String location) {
        return kept.get(location);
    }

    synchronized void keep(String location, Manifest manifest) {
        long size = manifest.sizeBytes();
        if (closed || size > bytesMax || kept.containsKey(location)) {
            return;
        }
        Iterator<Manifest> oldest = kept.values().iterator();
        while (bytes + size > bytesMax && oldest.hasNext()) {
            long freed = oldest.next().sizeBytes();
            oldest.remove();
            bytes -= freed;
            memory.release(freed);
        }
        if (memory.tryReserve(size)) {
            bytes += size;
            kept.put(location, manifest);
        }
    }

    /** The list of that name, null if it is not kept. */
    synchronized @Nullable List<ManifestFile> findList(String location) {
        return lists.get(location);
    }

    synchronized void keepList(String location, List<ManifestFile> manifests) {
        if (closed) {
            return;
        }
        listedManifests += manifests.size();
        lists.put(location, manifests);
        Iterator<List<ManifestFile>> oldest = lists.values().iterator();
        while (listedManifests > LISTED_MAX && oldest.hasNext()) {
            listedManifests -= oldest.next().size();
            oldest.remove();
        }
    }

    /** One object for equal partitions, as long as there are not too many. */
    private synchronized PartitionKey shared(byte[] partition) {
        PartitionKey key = new PartitionKey(partition);
        if (partitions.size() >= PARTITIONS_MAX) {
            partitions.clear();
        }
        PartitionKey known = partitions.putIfAbsent(key, key);
        return known == null ? key : known;
    }

    /** Groups the entries of a manifest. */
    Manifest group(List<ManifestEntry> entries, ManifestCodec.Counts counts) {
        Map<PartitionKey, List<ManifestEntry>> groups = new LinkedHashMap<>();
        List<ManifestEntry> group = List.of();
        byte[] partition = null;
        for (ManifestEntry entry : entries) {
            // Entries of one partition share its bytes and mostly stand together.
            if (entry.partition() != partition) {
                partition = entry.partition();
                group = groups.computeIfAbsent(shared(partition), key -> new ArrayList<>());
            }
            group.add(entry);
        }
        List<Group> made = new ArrayList<>(groups.size());
        groups.forEach((key, members) -> made.add(new Group(key, members)));
        return new Manifest(made, counts);
    }

    /** Forgets everything and gives its memory back; from here on nothing is kept. */
    @Override
    public synchronized void close() {
        closed = true;
        memory.release(bytes);
        bytes = 0;
        kept.clear();
        lists.clear();
        listedManifests = 0;
        partitions.clear();
    }

    /** Entries of one partition in the manifest's order. */
    record Group(PartitionKey partition, List<ManifestEntry> entries) {}

    /**
     * The entries of a manifest by partition.
     *
     * @param groups in the order of their first entries
     * @param counts of all entries
     */
    record Manifest(List<Group> groups, ManifestCodec.Counts counts) {

        long sizeBytes() {
            return ENTRY_BYTES * (counts.added() + counts.deleted()) + 1024;
        }

        void read(EntryFilter filter, Consumer<ManifestEntry> consumer) {
            for (Group group : groups) {
                if (filter.wantsPartition(group.partition())) {
                    for (ManifestEntry entry : group.entries()) {
                        if (filter.wants(
                                entry.added(),
                                entry.partition(),
                                entry.bucket(),
                                entry.totalBuckets())) {
                            consumer.accept(entry);
                        }
                    }
                }
            }
        }
    }
}
