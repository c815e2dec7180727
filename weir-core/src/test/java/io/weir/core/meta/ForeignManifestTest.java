package io.weir.core.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.AvroFileReader;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.error.CorruptFileException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** Manifests as other writers of the format make them. */
class ForeignManifestTest {

    private static final byte[] SYNC = "0123456789abcdef".getBytes();

    /** A container with one block. */
    private static byte[] file(String schema, String codec, int rows, byte[] block)
            throws Exception {
        ByteWriter file = new ByteWriter();
        file.writeRaw(new byte[] {'O', 'b', 'j', 1}, 0, 4);
        // A block of metadata with its size in bytes, as Avro allows.
        ByteWriter metadata = new ByteWriter();
        metadata.writeText("avro.schema");
        metadata.writeText(schema);
        if (!codec.isEmpty()) {
            metadata.writeText("avro.codec");
            metadata.writeText(codec);
        }
        file.writeInt(codec.isEmpty() ? -1 : -2);
        file.writeInt(metadata.size());
        file.writeRaw(metadata.toBytes(), 0, metadata.size());
        file.writeInt(0);
        file.writeRaw(SYNC, 0, SYNC.length);
        byte[] packed = pack(codec, block);
        file.writeInt(rows);
        file.writeBytes(packed);
        file.writeRaw(SYNC, 0, SYNC.length);
        return file.toBytes();
    }

    private static byte[] pack(String codec, byte[] block) throws Exception {
        switch (codec) {
            case "deflate" -> {
                ByteArrayOutputStream target = new ByteArrayOutputStream();
                try (DeflaterOutputStream deflater =
                        new DeflaterOutputStream(target, new Deflater(6, true))) {
                    deflater.write(block);
                }
                return target.toByteArray();
            }
            case "snappy" -> {
                byte[] body = Snappy.compress(block);
                CRC32 sum = new CRC32();
                sum.update(block);
                return ByteBuffer.allocate(body.length + 4)
                        .put(body)
                        .putInt((int) sum.getValue())
                        .array();
            }
            default -> {
                return block;
            }
        }
    }

    private static ManifestEntry entry() {
        byte[] none = BinaryRowWriter.EMPTY;
        SimpleStats stats = new SimpleStats(none, none, new long[] {3, -1});
        return new ManifestEntry(
                true,
                none,
                1,
                2,
                new DataFile(
                        "data-x-0.parquet",
                        10,
                        20,
                        none,
                        none,
                        stats,
                        stats,
                        1,
                        2,
                        0,
                        3,
                        List.of("a.index", "b"),
                        5L,
                        6L,
                        new byte[] {7},
                        1,
                        List.of("c"),
                        "file:/elsewhere/x",
                        8L,
                        List.of("c", "d")));
    }

    private static List<ManifestEntry> read(byte[] file) {
        List<ManifestEntry> entries = new ArrayList<>();
        ManifestCodec.read(file, "manifest-x", EntryFilter.ALL, entries::add);
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "deflate", "snappy"})
    void everyCodecOfAvroIsRead(String codec) throws Exception {
        ByteWriter block = new ByteWriter();
        for (int row = 0; row < 500; row++) {
            ManifestCodec.write(block, entry());
        }
        byte[] file = file(ManifestSchemas.ENTRY, codec, 500, block.toBytes());
        List<ManifestEntry> read = read(file);
        assertEquals(500, read.size());
        assertEquals(MetaText.of(entry()), MetaText.of(read.get(499)));
    }

    @Test
    void anUnknownCodecIsRefused() throws Exception {
        byte[] file = file(ManifestSchemas.ENTRY, "brotli", 0, new byte[0]);
        assertThrows(CorruptFileException.class, () -> read(file));
    }

    /** The index schema is short enough to be written in other ways by hand. */
    private static final String NULL_LAST =
            """
            {"type":"record","name":"other.Name","fields":[
              {"name":"_FILE_NAME","type":"string"},
              {"name":"_NEW","type":["null",{"type":"map","values":{"type":"array","items":
                 {"type":"record","name":"r","fields":[{"name":"x","type":"double"},
                   {"name":"y","type":{"type":"enum","name":"e","symbols":["A","B"]}},
                   {"name":"z","type":{"type":"fixed","name":"f","size":3}},
                   {"name":"w","type":["float","boolean","bytes"]}]}}}]},
              {"name":"_VERSION","type":"int"},
              {"name":"_KIND","type":"int"},
              {"name":"_PARTITION","type":"bytes"},
              {"name":"_BUCKET","type":"int"},
              {"name":"_INDEX_TYPE","type":"string"},
              {"name":"_FILE_SIZE","type":"long"},
              {"name":"_ROW_COUNT","type":{"type":"long"}},
              {"name":"_DELETIONS_VECTORS_RANGES","type":["null",{"type":"array","items":
                 {"type":"record","name":"q","fields":[{"name":"f2","type":"int"},
                   {"name":"f1","type":"int"},{"name":"f0","type":"string"}]}}]},
              {"name":"_EXTERNAL_PATH","type":["string","null"]},
              {"name":"_GLOBAL_INDEX","type":["null",{"type":"record","name":"g","fields":[
                 {"name":"_ROW_RANGE_START","type":"long"},{"name":"_ROW_RANGE_END","type":"long"},
                 {"name":"_INDEX_FIELD_ID","type":"int"}]}]}
            ]}
            """;

    @Test
    void fieldsMayComeInAnotherOrderWithOthersBetweenAndNullLast() throws Exception {
        ByteWriter block = new ByteWriter();
        block.writeText("index-1");
        block.writeInt(1);
        // The unknown field: a map of one key with an array of one record.
        block.writeInt(1);
        block.writeText("key");
        block.writeInt(1);
        block.writeRaw(new byte[8], 0, 8);
        block.writeInt(1);
        block.writeRaw(new byte[3], 0, 3);
        block.writeInt(1);
        block.writeByte(1);
        block.writeInt(0);
        block.writeInt(0);
        block.writeInt(1);
        block.writeInt(0);
        block.writeBytes(BinaryRowWriter.EMPTY);
        block.writeInt(4);
        block.writeText("HASH");
        block.writeLong(100);
        block.writeLong(25);
        block.writeInt(1);
        block.writeInt(1);
        block.writeInt(24);
        block.writeInt(1);
        block.writeText("data-1");
        block.writeInt(0);
        block.writeInt(0);
        block.writeText("file:/x");
        block.writeInt(0);
        byte[] file = file(NULL_LAST, "null", 1, block.toBytes());
        IndexFile found = IndexManifestCodec.read(file, "index-manifest-x").get(0);
        assertEquals("index-1", found.fileName());
        assertEquals("file:/x", found.externalPath());
        assertEquals(4, found.bucket());
        assertEquals(25, found.rowCount());
        assertEquals(List.of(new IndexFile.VectorRange("data-1", 1, 24, null)), found.ranges());
        assertNull(found.globalIndex());
    }

    @Test
    void nullableFieldsAtTheEndMayBeMissingAndOthersMayNot() throws Exception {
        String schema = ManifestSchemas.LIST;
        String shorter = schema.substring(0, schema.indexOf(",{\"name\":\"_MIN_BUCKET\"")) + "]}";
        ByteWriter block = new ByteWriter();
        block.writeInt(2);
        block.writeText("manifest-1");
        block.writeLong(10);
        block.writeLong(1);
        block.writeLong(0);
        block.writeBytes(BinaryRowWriter.EMPTY);
        block.writeBytes(BinaryRowWriter.EMPTY);
        block.writeInt(0);
        block.writeLong(7);
        ManifestFile found =
                ManifestListCodec.read(file(shorter, "", 1, block.toBytes()), "list").get(0);
        assertNull(found.minBucket());
        assertNull(found.partitionStats().nullCounts());
        assertEquals(7, found.schemaId());
        String without = schema.replace("{\"name\":\"_SCHEMA_ID\",\"type\":\"long\"},", "");
        CorruptFileException error =
                assertThrows(
                        CorruptFileException.class,
                        () -> ManifestListCodec.read(file(without, "", 0, new byte[0]), "list"));
        assertTrue(error.getMessage().contains("_SCHEMA_ID"), error.getMessage());
    }

    @Test
    void typesThatContainThemselvesOrGrowWithoutEndAreRefused() throws Exception {
        String self =
                "{\"type\":\"record\",\"name\":\"a\",\"fields\":[{\"name\":\"x\",\"type\":\"a\"}]}";
        assertThrows(
                CorruptFileException.class,
                () -> new AvroFileReader(file(self, "", 0, new byte[0]), "x"));
        StringBuilder fields = new StringBuilder();
        fields.append("{\"name\":\"f\",\"type\":{\"type\":\"record\",\"name\":\"r0\",")
                .append("\"fields\":[{\"name\":\"x\",\"type\":\"null\"}]}}");
        for (int level = 1; level < 40; level++) {
            String below = "\"r" + (level - 1) + "\"";
            fields.append(
                    ",{\"name\":\"f%d\",\"type\":{\"type\":\"record\",\"name\":\"r%d\",\"fields\":[{\"name\":\"x\",\"type\":%s},{\"name\":\"y\",\"type\":%s}]}}"
                            .formatted(level, level, below, below));
        }
        String bomb = "{\"type\":\"record\",\"name\":\"top\",\"fields\":[" + fields + "]}";
        assertThrows(
                CorruptFileException.class,
                () -> new AvroFileReader(file(bomb, "", 0, new byte[0]), "x"));
    }

    @Test
    void numbersOfMoreThanTenBytesAreRefused() {
        byte[] bytes = new byte[20];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        assertThrows(CorruptFileException.class, () -> new ByteReader(bytes, "x").readLong());
        ByteWriter limits = new ByteWriter();
        limits.writeLong(Long.MIN_VALUE);
        limits.writeLong(Long.MAX_VALUE);
        ByteReader reader = new ByteReader(limits.toBytes(), "x");
        assertEquals(Long.MIN_VALUE, reader.readLong());
        assertEquals(Long.MAX_VALUE, reader.readLong());
        reader.expectEnd();
    }
}
