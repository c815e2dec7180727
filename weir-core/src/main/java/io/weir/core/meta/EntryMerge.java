package io.weir.core.meta;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Works out live files from entries in any order (format section 4.4): all that were added, without
 * those of the same identity that were deleted. One thread at a time.
 */
public final class EntryMerge {

    private final List<ManifestEntry> added = new ArrayList<>();
    private final Set<FileIdentity> deleted = new HashSet<>();
    private final List<ManifestEntry> deletedInOrder = new ArrayList<>();

    /** Takes an entry in. */
    public void add(ManifestEntry entry) {
        if (entry.added()) {
            added.add(entry);
        } else if (deleted.add(FileIdentity.of(entry))) {
            deletedInOrder.add(entry);
        }
    }

    public void addAll(Collection<ManifestEntry> entries) {
        entries.forEach(this::add);
    }

    /** ADD entries without a DELETE of the same identity, in the order they came. */
    public List<ManifestEntry> live() {
        if (deleted.isEmpty()) {
            return List.copyOf(added);
        }
        List<ManifestEntry> live = new ArrayList<>(Math.max(0, added.size() - deleted.size()));
        for (ManifestEntry entry : added) {
            if (!deleted.contains(FileIdentity.of(entry))) {
                live.add(entry);
            }
        }
        return live;
    }

    /** DELETE entries without an ADD of the same identity, in the order they came. */
    public List<ManifestEntry> unmatchedDeletes() {
        Set<FileIdentity> known = new HashSet<>();
        for (ManifestEntry entry : added) {
            known.add(FileIdentity.of(entry));
        }
        return deletedInOrder.stream()
                .filter(entry -> !known.contains(FileIdentity.of(entry)))
                .toList();
    }

    /** Whether a file of this identity was deleted, by the entries so far. */
    public boolean isDeleted(FileIdentity identity) {
        return deleted.contains(identity);
    }
}
