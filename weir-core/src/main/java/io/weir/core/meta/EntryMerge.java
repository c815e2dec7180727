package io.weir.core.meta;

import java.util.Collection;
import java.util.List;

/** Works out live files from entries in any order (format section 4.4). One thread at a time. */
public final class EntryMerge {

    /** Takes an entry in. */
    public void add(ManifestEntry entry) {
        throw new UnsupportedOperationException();
    }

    public void addAll(Collection<ManifestEntry> entries) {
        entries.forEach(this::add);
    }

    /** ADD entries without a DELETE of the same identity, in the order they came. */
    public List<ManifestEntry> live() {
        throw new UnsupportedOperationException();
    }

    /** DELETE entries without an ADD of the same identity, in the order they came. */
    public List<ManifestEntry> unmatchedDeletes() {
        throw new UnsupportedOperationException();
    }
}
