package io.weir.core.meta;

import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.storage.Storage;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Manifests, manifest lists and index manifests. Safe for many threads. */
public final class ManifestStore {

    /** A manifest list that was written. */
    public record WrittenList(String name, long sizeBytes) {}

    public ManifestStore(
            Storage storage, TableLayout layout, Options options, Environment environment) {}

    /**
     * Writes entries into one or more manifests, in order, each about as large as option {@code
     * manifest.target-file-size} allows. No entries, no manifest.
     */
    public List<ManifestFile> writeManifests(List<ManifestEntry> entries) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a manifest.
     *
     * @param file as its list describes it; size and counts are checked
     * @param filter asked before an entry's file is decoded
     * @param consumer gets the wanted entries in order
     */
    public void readManifest(
            ManifestFile file, EntryFilter filter, Consumer<ManifestEntry> consumer) {
        throw new UnsupportedOperationException();
    }

    public WrittenList writeList(List<ManifestFile> manifests) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param sizeBytes as the snapshot has it; null if it does not say
     */
    public List<ManifestFile> readList(String name, @Nullable Long sizeBytes) {
        throw new UnsupportedOperationException();
    }

    /** Base and delta manifests of a snapshot: what its live files are computed from. */
    public List<ManifestFile> manifests(SnapshotMeta snapshot) {
        throw new UnsupportedOperationException();
    }

    public String writeIndexManifest(List<IndexFile> files) {
        throw new UnsupportedOperationException();
    }

    public List<IndexFile> readIndexManifest(String name) {
        throw new UnsupportedOperationException();
    }
}
