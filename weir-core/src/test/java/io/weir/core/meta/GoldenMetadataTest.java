package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.codec.AvroFileWriter;
import io.weir.core.codec.ByteWriter;
import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads all metadata that Paimon wrote, writes it again and reads that. */
class GoldenMetadataTest {

    private List<Path> tables = List.of();

    @BeforeEach
    void findTables() throws IOException {
        tables = GoldenTables.all();
        assumeTrue(!tables.isEmpty(), "no golden tables beside the checkout");
    }

    @Test
    void schemasAreReadAndWrittenBackByteForByte() throws IOException {
        int read = 0;
        for (Path table : tables) {
            for (Path file : GoldenTables.files(table, "schema", "schema-")) {
                byte[] bytes = Files.readAllBytes(file);
                TableSchema schema = SchemaJson.decode(bytes, file.toString());
                byte[] again = SchemaJson.encode(schema);
                assertEquals(schema, SchemaJson.decode(again, "again"));
                assertEquals(sorted(bytes), sorted(again), file.toString());
                read++;
            }
        }
        assertTrue(read > 5, read + " schemas");
    }

    /** The lines without their commas: options may come in another order. */
    private static List<String> sorted(byte[] json) {
        return new String(json, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .sorted()
                .toList();
    }

    @Test
    void snapshotsAreReadAndWrittenBackByteForByte() throws IOException {
        int read = 0;
        for (Path table : tables) {
            for (Path file : GoldenTables.files(table, "snapshot", "snapshot-")) {
                byte[] bytes = Files.readAllBytes(file);
                SnapshotMeta snapshot = SnapshotJson.decode(bytes, file.toString());
                assertEquals(
                        new String(bytes, StandardCharsets.UTF_8),
                        new String(SnapshotJson.encode(snapshot), StandardCharsets.UTF_8));
                read++;
            }
        }
        assertTrue(read > 20, read + " snapshots");
    }

    @Test
    void everyManifestOfEverySnapshotIsReadWithItsCountsAndSizes() throws IOException {
        int entries = 0;
        for (Path path : tables) {
            TableSchema schema = schemas(path).latest().orElseThrow();
            TableLayout layout = TableLayout.of(GoldenTables.location(path), schema);
            Storage storage = GoldenTables.storage();
            ManifestStore store =
                    new ManifestStore(storage, layout, Options.empty(), Environment.real());
            SnapshotStore snapshots = new SnapshotStore(storage, layout);
            for (long id : snapshots.ids()) {
                SnapshotMeta snapshot = snapshots.snapshot(id).orElseThrow();
                EntryMerge merge = new EntryMerge();
                for (ManifestFile manifest : store.manifests(snapshot)) {
                    List<ManifestEntry> read = store.readManifest(manifest);
                    merge.addAll(read);
                    entries += read.size();
                    checkTotals(manifest, read, layout);
                }
                checkLive(snapshot, merge, layout, storage);
                for (ManifestFile manifest : store.changelogManifests(snapshot)) {
                    entries += store.readManifest(manifest).size();
                }
                if (snapshot.indexManifest() != null) {
                    for (IndexFile file : store.readIndexManifest(snapshot.indexManifest())) {
                        assertEquals(
                                file.sizeBytes(),
                                storage.status(layout.index(file)).orElseThrow().sizeBytes());
                    }
                }
            }
        }
        assertTrue(entries > 100, entries + " entries");
    }

    /** What a manifest list says about a manifest is what we would say. */
    private static void checkTotals(
            ManifestFile manifest, List<ManifestEntry> entries, TableLayout layout) {
        ManifestTotals totals = new ManifestTotals(layout.partitionType());
        entries.forEach(totals::add);
        ManifestFile ours = totals.toManifestFile(manifest.fileName(), manifest.sizeBytes());
        assertSame(manifest, ours);
    }

    private static void checkLive(
            SnapshotMeta snapshot, EntryMerge merge, TableLayout layout, Storage storage) {
        assertEquals(List.of(), merge.unmatchedDeletes());
        long rows = 0;
        for (ManifestEntry entry : merge.live()) {
            rows += entry.file().rowCount();
            for (io.weir.storage.Location file :
                    layout.allFiles(entry.partition(), entry.bucket(), entry.file())) {
                assertTrue(storage.status(file).isPresent(), file + " is missing");
            }
            assertEquals(
                    entry.file().sizeBytes(),
                    storage.status(layout.dataFile(entry.partition(), entry.bucket(), entry.file()))
                            .orElseThrow()
                            .sizeBytes());
        }
        assertEquals(snapshot.totalRecordCount(), rows);
    }

    @Test
    void manifestsListsAndIndexManifestsSurviveBeingWrittenAgain() throws IOException {
        for (Path table : tables) {
            for (Path file : GoldenTables.files(table, "manifest", "")) {
                byte[] bytes = Files.readAllBytes(file);
                String name = file.getFileName().toString();
                if (name.startsWith("manifest-list-")) {
                    List<ManifestFile> read = ManifestListCodec.read(bytes, name);
                    byte[] again = encode(ManifestSchemas.LIST, read, ManifestListCodec::write);
                    List<ManifestFile> reread = ManifestListCodec.read(again, name);
                    assertEquals(read.size(), reread.size());
                    for (int at = 0; at < read.size(); at++) {
                        assertSame(read.get(at), reread.get(at));
                    }
                } else if (name.startsWith("index-manifest-")) {
                    List<IndexFile> read = IndexManifestCodec.read(bytes, name);
                    byte[] again = encode(ManifestSchemas.INDEX, read, IndexManifestCodec::write);
                    assertEquals(text(read), text(IndexManifestCodec.read(again, name)));
                } else {
                    List<ManifestEntry> read = entries(bytes);
                    byte[] again = encode(ManifestSchemas.ENTRY, read, ManifestCodec::write);
                    assertEquals(MetaText.of(read), MetaText.of(entries(again)));
                }
            }
        }
    }

    private static List<String> text(List<IndexFile> files) {
        return files.stream().map(MetaText::of).toList();
    }

    private static List<ManifestEntry> entries(byte[] bytes) {
        List<ManifestEntry> entries = new ArrayList<>();
        ManifestCodec.read(bytes, "test", EntryFilter.ALL, entries::add);
        return entries;
    }

    private static <T> byte[] encode(String schema, List<T> rows, BiConsumer<ByteWriter, T> codec) {
        try (AvroFileWriter writer =
                new AvroFileWriter(schema, "zstandard", 1, Environment.real())) {
            for (T row : rows) {
                codec.accept(writer.row(), row);
                writer.endRow();
            }
            return writer.finish();
        }
    }

    private static void assertSame(ManifestFile expected, ManifestFile found) {
        assertArrayEquals(
                expected.partitionStats().minValues(), found.partitionStats().minValues());
        assertArrayEquals(
                expected.partitionStats().maxValues(), found.partitionStats().maxValues());
        assertArrayEquals(
                expected.partitionStats().nullCounts(), found.partitionStats().nullCounts());
        assertEquals(MetaText.of(expected), MetaText.of(found));
    }

    private static SchemaStore schemas(Path table) {
        return new SchemaStore(
                GoldenTables.storage(), GoldenTables.location(table), Environment.real());
    }
}
