package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.weir.core.codec.AvroFileWriter;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.ByteWriter;
import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.error.InvalidRequestException;
import io.weir.table.Snapshot;
import io.weir.table.TableDefinition;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Damages every kind of metadata at random, thousands of times: reading it gives a typed error that
 * names the file, or exactly what was written, in little time and memory.
 */
class MetadataCorruptionTest {

    private static final long SEED = 20261124;
    private static final int CASES = 3000;
    private static final String NAME = "dir/the-file";

    private static final RowType PARTITION = RowType.of(Field.of(0, "p", DataType.string()));

    /** Damages bytes in one of several ways. */
    private static byte[] damage(byte[] original, Random random) {
        byte[] bytes = original.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            case 3 -> {
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
                Arrays.fill(bytes, from, to, (byte) random.nextInt());
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(1 + random.nextInt(20), bytes.length - from);
                byte[] shorter = new byte[bytes.length - length];
                System.arraycopy(bytes, 0, shorter, 0, from);
                System.arraycopy(bytes, from + length, shorter, from, bytes.length - from - length);
                bytes = shorter;
            }
        }
        return bytes;
    }

    /**
     * @param strict whether what can still be read must be what was written; otherwise it only must
     *     not fail in another way
     */
    private static void check(
            String what, byte[] original, boolean strict, Function<byte[], String> reader) {
        String expected = reader.apply(original);
        Random random = new Random(SEED);
        int refused = 0;
        long started = System.nanoTime();
        for (int test = 0; test < CASES; test++) {
            byte[] bytes = damage(original, random);
            if (Arrays.equals(bytes, original)) {
                continue;
            }
            String found;
            try {
                found = reader.apply(bytes);
            } catch (CorruptFileException | InvalidRequestException e) {
                assertTrue(
                        String.valueOf(e.getMessage()).contains(NAME)
                                || String.valueOf(e.getMessage()).startsWith("binary row"),
                        e.getMessage());
                refused++;
                continue;
            } catch (RuntimeException | Error e) {
                fail(what + ", seed " + SEED + ", case " + test + ": " + e, e);
                return;
            }
            if (strict && !found.equals(expected)) {
                fail(what + ", seed " + SEED + ", case " + test + ": " + first(expected, found));
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
        assertTrue(refused > CASES / 4, what + ": only " + refused + " refused");
        assertTrue(millis < 60_000, what + " took " + millis + " ms");
    }

    /** The first line that differs. */
    private static String first(String expected, String found) {
        List<String> ours = expected.lines().toList();
        List<String> theirs = found.lines().toList();
        for (int line = 0; line < Math.min(ours.size(), theirs.size()); line++) {
            if (!ours.get(line).equals(theirs.get(line))) {
                return "line " + line + "\n" + ours.get(line) + "\n" + theirs.get(line);
            }
        }
        return ours.size() + " lines, then " + theirs.size();
    }

    private static ManifestEntry entry(int number, Random random) {
        byte[] partition = BinaryRowWriter.serialize(PARTITION, "part-" + number / 10);
        RowType keys = RowType.of(Field.of(0, "k", DataType.bigint().notNull()));
        byte[] min = BinaryRowWriter.serialize(keys, (long) random.nextInt(1000));
        byte[] max = BinaryRowWriter.serialize(keys, 1000L + random.nextInt(1000));
        SimpleStats stats = new SimpleStats(min, max, new long[] {0});
        return new ManifestEntry(
                random.nextInt(4) != 0,
                partition,
                number % 3,
                3,
                new DataFile(
                        "data-" + number + ".parquet",
                        random.nextInt(1 << 20),
                        1000,
                        min,
                        max,
                        stats,
                        stats,
                        number,
                        number + 100,
                        0,
                        number % 6,
                        number % 7 == 0 ? List.of("x.index") : List.of(),
                        1_700_000_000_000L,
                        5L,
                        number % 11 == 0 ? new byte[] {1, 2, 3} : null,
                        0,
                        List.of("a", "b"),
                        null,
                        null,
                        null));
    }

    private static List<ManifestEntry> entries(int count) {
        Random random = new Random(SEED);
        List<ManifestEntry> entries = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            entries.add(entry(number, random));
        }
        return entries;
    }

    private static <T> byte[] encode(
            String schema, String codec, List<T> rows, BiConsumer<ByteWriter, T> rowCodec) {
        try (AvroFileWriter writer = new AvroFileWriter(schema, codec, 1, Environment.real())) {
            for (T row : rows) {
                rowCodec.accept(writer.row(), row);
                writer.endRow();
            }
            return writer.finish();
        }
    }

    private static String readManifest(byte[] bytes) {
        List<ManifestEntry> read = new ArrayList<>();
        ManifestCodec.read(bytes, NAME, EntryFilter.ALL, read::add);
        return String.join("\n", MetaText.of(read));
    }

    /** As a store reads it: the list has told the size and the counts. */
    private static Function<byte[], String> told(byte[] original, int added, int deleted) {
        return bytes -> {
            if (bytes.length != original.length) {
                throw new CorruptFileException(NAME, "size");
            }
            List<ManifestEntry> read = new ArrayList<>();
            ManifestCodec.Counts counts =
                    ManifestCodec.read(bytes, NAME, EntryFilter.ALL, read::add);
            if (counts.added() != added || counts.deleted() != deleted) {
                throw new CorruptFileException(NAME, "counts");
            }
            return String.join("\n", MetaText.of(read));
        };
    }

    @Test
    void aManifestOfOursIsNeverReadWrongly() {
        List<ManifestEntry> entries = entries(40);
        byte[] bytes = encode(ManifestSchemas.ENTRY, "zstandard", entries, ManifestCodec::write);
        int added = (int) entries.stream().filter(ManifestEntry::added).count();
        check("manifest", bytes, true, told(bytes, added, entries.size() - added));
    }

    @Test
    void aPlainManifestFailsOnlyInTheRightWay() {
        byte[] bytes = encode(ManifestSchemas.ENTRY, "null", entries(12), ManifestCodec::write);
        check("plain manifest", bytes, false, MetadataCorruptionTest::readManifest);
    }

    @Test
    void aManifestListOfOursIsNeverReadWrongly() {
        List<ManifestFile> files = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            ManifestTotals totals = new ManifestTotals(PARTITION);
            entries(10 + number).forEach(totals::add);
            files.add(totals.toManifestFile("manifest-" + number, 1000 + number));
        }
        byte[] bytes = encode(ManifestSchemas.LIST, "zstandard", files, ManifestListCodec::write);
        check(
                "manifest list",
                bytes,
                true,
                damaged -> {
                    if (damaged.length != bytes.length) {
                        throw new CorruptFileException(NAME, "size");
                    }
                    return ManifestListCodec.read(damaged, NAME).stream()
                            .map(MetaText::of)
                            .toList()
                            .toString();
                });
    }

    @Test
    void anIndexManifestFailsOnlyInTheRightWay() {
        List<IndexFile> files = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            files.add(
                    new IndexFile(
                            true,
                            BinaryRowWriter.serialize(PARTITION, "p" + number),
                            number,
                            IndexFile.DELETION_VECTORS,
                            "index-" + number,
                            100,
                            2,
                            List.of(new IndexFile.VectorRange("data-1", 1, 24, 2L)),
                            null,
                            number == 3
                                    ? new IndexFile.GlobalIndex(1, 2, 3, List.of(4), new byte[] {5})
                                    : null));
        }
        byte[] bytes = encode(ManifestSchemas.INDEX, "zstandard", files, IndexManifestCodec::write);
        check(
                "index manifest",
                bytes,
                false,
                damaged ->
                        IndexManifestCodec.read(damaged, NAME).stream()
                                .map(MetaText::of)
                                .toList()
                                .toString());
    }

    @Test
    void aSnapshotFailsOnlyInTheRightWay() {
        SnapshotMeta snapshot =
                new SnapshotMeta(
                        3,
                        4,
                        0,
                        "manifest-list-1",
                        100L,
                        "manifest-list-2",
                        200L,
                        null,
                        null,
                        "index-manifest-1",
                        "user",
                        7,
                        Snapshot.Kind.APPEND,
                        1_700_000_000_000L,
                        10L,
                        5L,
                        null,
                        null,
                        null,
                        Map.of("offset", "12"),
                        0L);
        check(
                "snapshot",
                SnapshotJson.encode(snapshot),
                false,
                damaged -> SnapshotJson.decode(damaged, NAME).toString());
    }

    @Test
    void noOptionalKeyOfASnapshotIsLostToOneDamagedBit() {
        String json =
                "{\"version\":3,\"id\":1,\"schemaId\":0,\"baseManifestList\":\"b\","
                        + "\"deltaManifestList\":\"d\",\"indexManifest\":\"i\",\"commitUser\":\"u\","
                        + "\"commitIdentifier\":1,\"commitKind\":\"APPEND\",\"timeMillis\":0}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        int at = json.indexOf("indexManifest");
        for (int bit = 0; bit < 8 * "indexManifest".length(); bit++) {
            byte[] damaged = bytes.clone();
            damaged[at + bit / 8] ^= (byte) (1 << bit % 8);
            Assertions.assertThrows(
                    CorruptFileException.class, () -> SnapshotJson.decode(damaged, NAME));
        }
    }

    @Test
    void aSchemaFailsOnlyInTheRightWay() {
        RowType nested =
                RowType.of(Field.of(0, "x", DataType.array(DataType.integer()))).withNullable(true);
        TableDefinition definition =
                new TableDefinition(
                        List.of(
                                Field.of(0, "id", DataType.bigint()),
                                Field.of(0, "amount", DataType.decimal(12, 2)),
                                Field.of(0, "nested", nested)),
                        List.of(),
                        List.of("id"),
                        Map.of("bucket", "2", "sequence.field", "amount"),
                        "a comment");
        byte[] bytes = SchemaJson.encode(SchemaEvolution.create(definition, 5));
        check("schema", bytes, false, damaged -> SchemaJson.decode(damaged, NAME).toString());
    }

    @Test
    void aCommitMessageFailsOnlyInTheRightWay() {
        List<DataFile> files = entries(5).stream().map(ManifestEntry::file).toList();
        BucketChanges changes =
                new BucketChanges(
                        BinaryRowWriter.EMPTY,
                        1,
                        2,
                        files,
                        List.of(),
                        List.of(),
                        files,
                        files,
                        List.of(),
                        List.of(),
                        new KeyIndexView(7, List.of("index-a", "index-b")));
        String expected = text(changes);
        byte[] bytes = BucketChangesCodec.encode(changes);
        Assertions.assertEquals(expected, text(BucketChangesCodec.decode(bytes)));
        check(
                "message",
                bytes,
                false,
                damaged -> {
                    try {
                        return text(BucketChangesCodec.decode(damaged));
                    } catch (CorruptFileException e) {
                        throw new CorruptFileException(NAME, "message", e);
                    }
                });
    }

    private static String text(BucketChanges changes) {
        return changes.bucket()
                + " "
                + changes.indexView()
                + " "
                + changes.totalBuckets()
                + " "
                + changes.newFiles().stream().map(MetaText::of).toList()
                + changes.compactBefore().stream().map(MetaText::of).toList()
                + changes.compactAfter().stream().map(MetaText::of).toList();
    }

    @Test
    void aClaimedLengthTakesNoMemory() {
        ByteWriter file = new ByteWriter();
        file.writeRaw(new byte[] {'O', 'b', 'j', 1}, 0, 4);
        file.writeInt(1);
        file.writeText("avro.schema");
        file.writeLong(Integer.MAX_VALUE - 100L);
        Assertions.assertThrows(CorruptFileException.class, () -> readManifest(file.toBytes()));
    }
}
