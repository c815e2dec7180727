package io.weir.core.meta;

import io.weir.core.codec.AvroFileWriter;
import io.weir.core.codec.ByteWriter;
import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.option.CommitOptions;
import io.weir.option.FileOptions;
import io.weir.option.Options;
import io.weir.storage.Storage;
import io.weir.storage.StorageOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Manifests, manifest lists and index manifests: written once under new names, never changed. Sizes
 * and counts that one file tells about another are checked. Safe for many threads.
 */
public final class ManifestStore {

    private final Storage storage;
    private final TableLayout layout;
    private final Environment environment;
    private final long targetBytes;
    private final Options options;
    private final @Nullable ManifestCache cache;

    /** A manifest list that was written. */
    public record WrittenList(String name, long sizeBytes) {}

    /** A store that keeps nothing in memory. */
    public ManifestStore(
            Storage storage, TableLayout layout, Options options, Environment environment) {
        this(storage, layout, options, environment, null);
    }

    /**
     * @param cache keeps small manifests that were read; null for none
     */
    public ManifestStore(
            Storage storage,
            TableLayout layout,
            Options options,
            Environment environment,
            @Nullable ManifestCache cache) {
        this.cache = cache;
        this.storage = storage;
        this.layout = layout;
        this.environment = environment;
        this.targetBytes = options.get(CommitOptions.MANIFEST_TARGET_SIZE);
        this.options = options;
    }

    /**
     * Writes entries into one or more manifests, in order, each about as large as option {@code
     * manifest.target-file-size} allows. No entries, no manifest. If one cannot be written, those
     * before it are deleted.
     */
    public List<ManifestFile> writeManifests(List<ManifestEntry> entries) {
        List<ManifestFile> written = new ArrayList<>();
        try {
            int from = 0;
            while (from < entries.size()) {
                from = writeManifest(entries, from, written);
            }
            return written;
        } catch (RuntimeException e) {
            try {
                storage.delete(
                        written.stream().map(file -> layout.manifest(file.fileName())).toList());
            } catch (RuntimeException cleaning) {
                e.addSuppressed(cleaning);
            }
            throw e;
        }
    }

    /** Writes one manifest from an entry on; gives the first entry that is not in it. */
    private int writeManifest(List<ManifestEntry> entries, int from, List<ManifestFile> written) {
        ManifestTotals totals = new ManifestTotals(layout.partitionType());
        String name = layout.newManifestName(environment);
        int next = from;
        byte[] bytes;
        try (AvroFileWriter writer = writer(ManifestSchemas.ENTRY)) {
            while (next < entries.size() && (next == from || writer.sizeBytes() < targetBytes)) {
                ManifestEntry entry = entries.get(next++);
                ManifestCodec.write(writer.row(), entry);
                writer.endRow();
                totals.add(entry);
            }
            bytes = writer.finish();
        }
        write(name, bytes);
        written.add(totals.toManifestFile(name, bytes.length));
        return next;
    }

    /**
     * Reads a manifest.
     *
     * @param file as its list describes it; its size and its counts are checked
     * @param filter asked before the file of an entry is decoded
     * @param consumer gets the wanted entries, those of one partition in order; if the manifest
     *     turns out to be corrupt it has got some before the error
     */
    public void readManifest(
            ManifestFile file, EntryFilter filter, Consumer<ManifestEntry> consumer) {
        String location = layout.manifest(file.fileName()).toString();
        if (cache == null || file.sizeBytes() > ManifestCache.FILE_BYTES_MAX) {
            byte[] bytes = read(file.fileName(), file.sizeBytes());
            check(file, location, ManifestCodec.read(bytes, location, filter, consumer));
            return;
        }
        ManifestCache.Manifest manifest = cache.find(location);
        if (manifest == null) {
            List<ManifestEntry> entries = new ArrayList<>();
            byte[] bytes = read(file.fileName(), file.sizeBytes());
            ManifestCodec.Counts counts =
                    ManifestCodec.read(bytes, location, EntryFilter.ALL, entries::add);
            manifest = cache.group(entries, counts);
            check(file, location, counts);
            cache.keep(location, manifest);
        }
        check(file, location, manifest.counts());
        manifest.read(filter, consumer);
    }

    private static void check(ManifestFile file, String location, ManifestCodec.Counts counts) {
        if (counts.added() != file.addedFiles() || counts.deleted() != file.deletedFiles()) {
            throw new CorruptFileException(
                    location,
                    "has %d added and %d deleted files, its list says %d and %d"
                            .formatted(
                                    counts.added(),
                                    counts.deleted(),
                                    file.addedFiles(),
                                    file.deletedFiles()));
        }
    }

    /** All entries of a manifest in order. */
    public List<ManifestEntry> readManifest(ManifestFile file) {
        List<ManifestEntry> entries = new ArrayList<>();
        readManifest(file, EntryFilter.ALL, entries::add);
        return entries;
    }

    /** Whether a manifest has fields of a newer version, which a rewritten one would lose. */
    public boolean hasUnknownFields(ManifestFile file) {
        return ManifestCodec.hasUnknownFields(
                read(file.fileName(), file.sizeBytes()),
                layout.manifest(file.fileName()).toString());
    }

    public WrittenList writeList(List<ManifestFile> manifests) {
        String name = layout.newManifestListName(environment);
        byte[] bytes = encode(ManifestSchemas.LIST, manifests, ManifestListCodec::write);
        write(name, bytes);
        return new WrittenList(name, bytes.length);
    }

    /**
     * Reads a manifest list.
     *
     * @param sizeBytes as the snapshot has it; null if it does not say
     */
    public List<ManifestFile> readList(String name, @Nullable Long sizeBytes) {
        String location = layout.manifest(name).toString();
        List<ManifestFile> known = cache == null ? null : cache.findList(location);
        if (known == null) {
            byte[] bytes = read(name, sizeBytes == null ? -1 : sizeBytes);
            known = List.copyOf(ManifestListCodec.read(bytes, location));
            if (cache != null) {
                cache.keepList(location, known);
            }
        }
        return known;
    }

    /**
     * Reads a manifest as {@link #readManifest(ManifestFile, EntryFilter, Consumer)} does if it is
     * in memory, which takes no time to speak of.
     *
     * @return false: it is not, and nothing was read
     */
    public boolean readKept(
            ManifestFile file, EntryFilter filter, Consumer<ManifestEntry> consumer) {
        if (cache == null) {
            return false;
        }
        String location = layout.manifest(file.fileName()).toString();
        ManifestCache.Manifest manifest = cache.find(location);
        if (manifest == null) {
            return false;
        }
        check(file, location, manifest.counts());
        manifest.read(filter, consumer);
        return true;
    }

    /** Base and delta manifests of a snapshot: what its live files are computed from. */
    public List<ManifestFile> manifests(SnapshotMeta snapshot) {
        List<ManifestFile> manifests =
                new ArrayList<>(
                        readList(snapshot.baseManifestList(), snapshot.baseManifestListSize()));
        manifests.addAll(deltaManifests(snapshot));
        return manifests;
    }

    /** The manifests with what the snapshot itself added and removed. */
    public List<ManifestFile> deltaManifests(SnapshotMeta snapshot) {
        return readList(snapshot.deltaManifestList(), snapshot.deltaManifestListSize());
    }

    /** The manifests of the snapshot's changelog, none if it has no changelog. */
    public List<ManifestFile> changelogManifests(SnapshotMeta snapshot) {
        String name = snapshot.changelogManifestList();
        return name == null ? List.of() : readList(name, snapshot.changelogManifestListSize());
    }

    public String writeIndexManifest(List<IndexFile> files) {
        String name = layout.newIndexManifestName(environment);
        write(name, encode(ManifestSchemas.INDEX, files, IndexManifestCodec::write));
        return name;
    }

    public List<IndexFile> readIndexManifest(String name) {
        return IndexManifestCodec.read(read(name, -1), layout.manifest(name).toString());
    }

    private <T> byte[] encode(String schema, List<T> rows, BiConsumer<ByteWriter, T> codec) {
        try (AvroFileWriter writer = writer(schema)) {
            for (T row : rows) {
                codec.accept(writer.row(), row);
                writer.endRow();
            }
            return writer.finish();
        }
    }

    private AvroFileWriter writer(String schema) {
        return new AvroFileWriter(
                schema,
                options.get(CommitOptions.MANIFEST_COMPRESSION).avroName(),
                Math.max(1, options.get(FileOptions.ZSTD_LEVEL)),
                environment);
    }

    private void write(String name, byte[] bytes) {
        StorageOutput output = storage.create(layout.manifest(name));
        try (output) {
            output.write(bytes, 0, bytes.length);
        } catch (RuntimeException e) {
            output.abort();
            throw e;
        }
    }

    /**
     * @param sizeBytes expected, -1 if not known
     */
    private byte[] read(String name, long sizeBytes) {
        byte[] bytes = storage.read(layout.manifest(name));
        if (sizeBytes >= 0 && bytes.length != sizeBytes) {
            throw new CorruptFileException(
                    layout.manifest(name).toString(),
                    "has " + bytes.length + " bytes, expected " + sizeBytes);
        }
        return bytes;
    }
}
