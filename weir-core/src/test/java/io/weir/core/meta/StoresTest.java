package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.storage.LocalStorage;
import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.SchemaChange;
import io.weir.table.SchemaChange.Position;
import io.weir.table.Snapshot;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots, schemas and manifests in a table directory. */
class StoresTest {

    private static final RowType PARTITION = RowType.of(Field.of(0, "p", DataType.integer()));

    @TempDir private Path directory;

    private final Environment environment = Environment.real();
    private final Storage storage = new LocalStorage(environment, Options.empty());

    private TableLayout layout() {
        return new TableLayout(root(), Options.empty(), PARTITION);
    }

    private Location root() {
        return new Location("file", directory.toString());
    }

    private static SnapshotMeta snapshot(long id, String user, long timeMillis) {
        return new SnapshotMeta(
                3,
                id,
                0,
                "b",
                null,
                "d",
                null,
                null,
                null,
                null,
                user,
                id,
                Snapshot.Kind.APPEND,
                timeMillis,
                1L,
                1L,
                null,
                null,
                null,
                Map.of(),
                0L);
    }

    @Test
    void snapshotsArePublishedOnceAndFoundWithAndWithoutHints() {
        SnapshotStore store = new SnapshotStore(storage, layout());
        assertEquals(OptionalLong.empty(), store.latestId());
        assertEquals(OptionalLong.empty(), store.earliestId());
        for (long id = 1; id <= 12; id++) {
            assertTrue(store.publish(snapshot(id, "u" + id % 2, 100 * id)));
        }
        assertFalse(store.publish(snapshot(12, "other", 0)));
        assertEquals(12, store.latestId().getAsLong());
        assertEquals(1, store.earliestId().getAsLong());
        store.hintLatest(5);
        assertEquals(12, store.latestId().getAsLong(), "a hint that is behind is not believed");
        store.hintLatest(12);
        store.hintEarliest(1);
        store.delete(List.of(1L, 2L, 3L));
        assertEquals(4, store.earliestId().getAsLong(), "nor one to a snapshot that is gone");
        assertEquals(12, store.latestId().getAsLong());
        store.hintLatest(40);
        assertEquals(12, store.latestId().getAsLong());
        storage.put(
                layout().snapshotDirectory().resolve("LATEST"),
                "torn".getBytes(StandardCharsets.UTF_8));
        assertEquals(12, store.latestId().getAsLong());
        assertEquals(9, store.ids().size());
        assertTrue(store.snapshot(2).isEmpty());
        assertEquals("u0", store.latest().orElseThrow().commitUser());
        assertEquals(11, store.latestOfUser("u1").orElseThrow().id());
        assertTrue(store.latestOfUser("nobody").isEmpty());
    }

    @Test
    void theSnapshotOfATimeIsTheNewestThatIsNotYounger() {
        SnapshotStore store = new SnapshotStore(storage, layout());
        for (long id = 3; id <= 9; id++) {
            store.publish(snapshot(id, "u", 100 * id));
        }
        assertTrue(store.earlierOrEqual(299).isEmpty());
        assertEquals(3, store.earlierOrEqual(300).orElseThrow().id());
        assertEquals(6, store.earlierOrEqual(699).orElseThrow().id());
        assertEquals(9, store.earlierOrEqual(5000).orElseThrow().id());
    }

    @Test
    void aSnapshotUnderAnotherNumberIsCorrupt() {
        SnapshotStore store = new SnapshotStore(storage, layout());
        storage.put(layout().snapshotFile(4), SnapshotJson.encode(snapshot(5, "u", 0)));
        assertThrows(CorruptFileException.class, () -> store.snapshot(4));
    }

    @Test
    void foreignFilesAmongSnapshotsArePassedOver() {
        SnapshotStore store = new SnapshotStore(storage, layout());
        store.publish(snapshot(1, "u", 0));
        storage.put(layout().snapshotDirectory().resolve("snapshot-1.crc"), new byte[1]);
        storage.put(layout().snapshotDirectory().resolve("snapshot-x"), new byte[1]);
        assertEquals(List.of(1L), store.ids());
    }

    @Test
    void consumersAndTagsAreFound() {
        SnapshotStore store = new SnapshotStore(storage, layout());
        assertEquals(OptionalLong.empty(), store.earliestConsumed());
        for (int next : new int[] {7, 3, 9}) {
            storage.put(
                    layout().consumerDirectory().resolve("consumer-c" + next),
                    ("{\"nextSnapshot\" : " + next + "}").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(3, store.earliestConsumed().getAsLong());
        storage.put(
                layout().tagDirectory().resolve("tag-v1"),
                SnapshotJson.encode(snapshot(2, "u", 0)));
        assertEquals(2, store.tags().get("v1").id());
    }

    @Test
    void tagsTellWhenTheyWereMadeAndForHowLong() {
        assertEquals(new Tag(snapshot(2, "u", 0), null, null), tag("\"tagCreateTime\" : null"));
        Tag whole =
                tag(
                        "\"tagCreateTime\" : [ 2026, 11, 23, 5, 26, 7, 120000001 ],"
                                + " \"tagTimeRetained\" : 3153600000.500000000");
        assertEquals(LocalDateTime.of(2026, 11, 23, 5, 26, 7, 120_000_001), whole.createTime());
        assertEquals(Duration.ofMillis(3_153_600_000_500L), whole.timeRetained());
        Tag minutes = tag("\"tagCreateTime\" : [2026,11,23,5,26], \"tagTimeRetained\" : 60");
        assertEquals(LocalDateTime.of(2026, 11, 23, 5, 26), minutes.createTime());
        assertEquals(Duration.ofMinutes(1), minutes.timeRetained());
    }

    @Test
    void damagedTagsAreRefused() {
        for (String keys :
                List.of(
                        "\"tagCreateTime\" : [2026,11,23,5]",
                        "\"tagCreateTime\" : [2026,13,23,5,26]",
                        "\"tagCreateTime\" : [2026,11,23,5,26.5]",
                        "\"tagCreateTime\" : \"2026-11-23\"",
                        "\"tagCreateTimd\" : [2026,11,23,5,26]",
                        "\"tagTimeRetained\" : \"1 d\"",
                        "\"tagTimeRetained\" : 1e300",
                        "\"tagTimeRetained\" : 1e999")) {
            assertThrows(CorruptFileException.class, () -> tag(keys), keys);
        }
    }

    private Tag tag(String keys) {
        String json = new String(SnapshotJson.encode(snapshot(2, "u", 0)), StandardCharsets.UTF_8);
        String more = json.substring(0, json.lastIndexOf('}')) + ", " + keys + "}";
        return TagJson.decode(more.getBytes(StandardCharsets.UTF_8), "tag-t");
    }

    @Test
    void ofManySchemaChangesAtOnceNoneIsLost() throws Exception {
        SchemaStore store = new SchemaStore(storage, root(), environment);
        assertTrue(store.latest().isEmpty());
        TableDefinition definition =
                new TableDefinition(
                        List.of(Field.of(0, "a", DataType.integer())),
                        List.of(),
                        List.of(),
                        Map.of(),
                        null);
        store.create(definition);
        assertThrows(ExistenceException.class, () -> store.create(definition));
        List<Future<TableSchema>> changes = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            SchemaChange change =
                    new SchemaChange.AddColumn(
                            List.of("c" + number), DataType.string(), null, Position.AT_END);
            SchemaStore other = new SchemaStore(storage, root(), environment);
            Callable<TableSchema> task = () -> other.commit(List.of(change), () -> true);
            changes.add(environment.submitBackground("change", task));
        }
        for (Future<TableSchema> change : changes) {
            change.get();
        }
        TableSchema latest = store.latest().orElseThrow();
        assertEquals(8, latest.id());
        assertEquals(9, latest.fields().size());
        assertEquals(8, latest.highestFieldId());
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), store.ids());
        assertEquals(1, store.schema(0).fields().size());
    }

    @Test
    void oldSchemaVersionsGetTheDefaultsOfTheirTime() {
        String fields = "\"fields\":[{\"id\":0,\"name\":\"a\",\"type\":\"INT\"}],";
        String rest =
                "\"highestFieldId\":0,\"partitionKeys\":[],\"primaryKeys\":[],\"options\":{}}";
        TableSchema first = decode("{\"id\":0," + fields + rest);
        assertEquals(Map.of("bucket", "1", "file.format", "orc"), first.options());
        TableSchema second = decode("{\"version\":2,\"id\":0," + fields + rest);
        assertEquals(Map.of("file.format", "orc"), second.options());
        assertEquals(Map.of(), decode("{\"version\":3,\"id\":0," + fields + rest).options());
        assertThrows(
                CorruptFileException.class,
                () -> decode("{\"version\":4,\"id\":0," + fields + rest));
    }

    private static TableSchema decode(String json) {
        return SchemaJson.decode(json.getBytes(StandardCharsets.UTF_8), "schema-0");
    }

    private static ManifestEntry entry(int partition, int number, boolean added) {
        byte[] key = BinaryRowWriter.EMPTY;
        SimpleStats none = new SimpleStats(key, key, new long[0]);
        return new ManifestEntry(
                added,
                BinaryRowWriter.serialize(PARTITION, partition < 0 ? null : partition),
                number % 4,
                4,
                new DataFile(
                        "data-f" + number + ".parquet",
                        10,
                        10,
                        key,
                        key,
                        none,
                        none,
                        0,
                        9,
                        2,
                        0,
                        List.of(),
                        null,
                        0L,
                        null,
                        0,
                        null,
                        null,
                        null,
                        null));
    }

    @ParameterizedTest
    @CsvSource({
        "zstd, zstandard",
        "zstandard, zstandard",
        "null, null",
        "deflate, deflate",
        "snappy, snappy"
    })
    void largeManifestsAreRolledAndReadBackInOrderWithFilters(String codec, String avroCodec) {
        Options options =
                Options.of(
                        Map.of(
                                "manifest.target-file-size",
                                "60 kb",
                                "manifest.compression",
                                codec));
        ManifestStore store = new ManifestStore(storage, layout(), options, environment);
        List<ManifestEntry> entries = new ArrayList<>();
        for (int number = 0; number < 20_000; number++) {
            entries.add(entry(number % 50 - 1, number, number % 10 != 0));
        }
        List<ManifestFile> files = store.writeManifests(entries);
        assertTrue(files.size() > 2, files.size() + " manifests");
        assertEquals(2, files.get(0).schemaId());
        assertEquals(avroCodec, codecOf(storage.read(layout().manifest(files.get(0).fileName()))));
        List<ManifestEntry> read = new ArrayList<>();
        List<ManifestEntry> some = new ArrayList<>();
        byte[] seven = BinaryRowWriter.serialize(PARTITION, 7);
        for (ManifestFile file : files) {
            read.addAll(store.readManifest(file));
            store.readManifest(file, onePartition(seven), some::add);
        }
        assertEquals(MetaText.of(entries), MetaText.of(read));
        assertEquals(200, some.size());
        assertEquals(List.of(), store.writeManifests(List.of()));
        ManifestStore.WrittenList list = store.writeList(files);
        assertEquals(
                files.stream().map(MetaText::of).toList(),
                store.readList(list.name(), list.sizeBytes()).stream().map(MetaText::of).toList());
        assertThrows(
                CorruptFileException.class,
                () -> store.readList(list.name(), list.sizeBytes() + 1));
    }

    /** The value of avro.codec, which our writer puts last in the header. */
    private static String codecOf(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int length = text.indexOf("avro.codec") + "avro.codec".length();
        return text.substring(length + 1, length + 1 + text.charAt(length) / 2);
    }

    private static EntryFilter onePartition(byte[] wanted) {
        return new EntryFilter() {
            @Override
            public boolean wantsPartition(byte[] partition) {
                return java.util.Arrays.equals(partition, wanted);
            }

            @Override
            public boolean wants(boolean added, byte[] partition, int bucket, int totalBuckets) {
                return bucket == 0;
            }
        };
    }

    @Test
    void aManifestWithOtherCountsThanItsListSaysIsCorrupt() {
        ManifestStore store = new ManifestStore(storage, layout(), Options.empty(), environment);
        ManifestFile file = store.writeManifests(List.of(entry(1, 1, true))).get(0);
        ManifestFile wrong =
                new ManifestFile(
                        file.fileName(),
                        file.sizeBytes(),
                        2,
                        0,
                        file.partitionStats(),
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        CorruptFileException error =
                assertThrows(CorruptFileException.class, () -> store.readManifest(wrong));
        assertTrue(error.getMessage().contains(file.fileName()), error.getMessage());
    }

    @Test
    void anEmptyListIsAFileWithoutRows() throws Exception {
        ManifestStore store = new ManifestStore(storage, layout(), Options.empty(), environment);
        ManifestStore.WrittenList list = store.writeList(List.of());
        assertEquals(List.of(), store.readList(list.name(), list.sizeBytes()));
        assertEquals(
                list.sizeBytes(), Files.size(directory.resolve("manifest").resolve(list.name())));
    }

    @Test
    void liveFilesAreThoseAddedAndNotDeletedInAnyOrder() {
        EntryMerge merge = new EntryMerge();
        merge.add(entry(1, 2, false));
        merge.add(entry(1, 1, true));
        merge.add(entry(1, 2, true));
        merge.add(entry(2, 2, true));
        merge.add(entry(1, 9, false));
        ManifestEntry upgraded = entry(1, 1, true);
        merge.add(
                new ManifestEntry(
                        true,
                        upgraded.partition(),
                        upgraded.bucket(),
                        4,
                        upgraded.file().withLevel(3)));
        merge.add(entry(1, 1, false));
        assertEquals(
                List.of("data-f2.parquet 0", "data-f1.parquet 3"),
                merge.live().stream()
                        .map(live -> live.file().fileName() + " " + live.file().level())
                        .toList());
        assertEquals(
                List.of("data-f9.parquet"),
                merge.unmatchedDeletes().stream().map(e -> e.file().fileName()).toList());
    }
}
