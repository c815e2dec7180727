package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.format.FormatReader;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of parquet-java with random schemas, layouts and writer settings: every value comes back,
 * whole, in pieces, and through predicates.
 */
class ForeignFilesPropertyTest {

    private static final CompressionCodecName[] CODECS = {
        CompressionCodecName.UNCOMPRESSED,
        CompressionCodecName.ZSTD,
        CompressionCodecName.SNAPPY,
        CompressionCodecName.GZIP,
        CompressionCodecName.LZ4_RAW,
        CompressionCodecName.LZ4
    };

    @TempDir private Path directory;

    /** A file of parquet-java and what is in it. */
    record Foreign(byte[] bytes, RowType type, List<List<Object>> rows, String name) {}

    static Foreign foreign(long seed, int rowsMax, Path directory) throws IOException {
        SplittableRandom dice = new SplittableRandom(seed);
        RowType type = type(seed);
        MessageType schema = new ForeignShape(seed).message(type);
        List<List<Object>> rows = new ForeignRows(seed).of(type, schema, dice.nextInt(rowsMax));
        Path path = directory.resolve("foreign-" + seed + ".parquet");
        java.nio.file.Files.deleteIfExists(path);
        try (ParquetWriter<Group> writer = writer(schema, dice, path)) {
            SimpleGroupFactory groups = new SimpleGroupFactory(schema);
            for (List<Object> row : rows) {
                Group group = groups.newGroup();
                ForeignGroups.fill(group, type, row);
                writer.write(group);
            }
        }
        byte[] bytes = java.nio.file.Files.readAllBytes(path);
        return new Foreign(bytes, type, rows, "seed " + seed + ", " + schema);
    }

    /** The declared type of a seed's file. */
    static RowType type(long seed) {
        return seed % 3 == 0
                ? flat(new SplittableRandom(seed))
                : new RandomColumns(seed).rowType(3, seed % 3 == 1 ? 2 : 6);
    }

    private static RowType flat(SplittableRandom dice) {
        List<DataType> types = RandomColumns.scalars();
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
            DataType type = types.get(dice.nextInt(types.size()));
            fields.add(Field.of(column, "c" + column, type.withNullable(dice.nextInt(4) > 0)));
        }
        return RowType.of(fields);
    }

    private static ParquetWriter<Group> writer(MessageType schema, SplittableRandom dice, Path path)
            throws IOException {
        int[] sizes = {64, 200, 1000, 1 << 20};
        return ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path.toUri()))
                .withConf(new Configuration())
                .withType(schema)
                .withWriterVersion(
                        dice.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withCompressionCodec(CODECS[dice.nextInt(CODECS.length)])
                .withDictionaryEncoding(dice.nextInt(3) > 0)
                .withDictionaryPageSize(dice.nextBoolean() ? 600 : 1 << 20)
                .withByteStreamSplitEncoding(dice.nextBoolean())
                .withPageSize(sizes[dice.nextInt(4)])
                .withMinRowCountForPageSizeCheck(1 + dice.nextInt(100))
                .withPageRowCountLimit(new int[] {3, 10, 100, 20_000}[dice.nextInt(4)])
                .withRowGroupSize(dice.nextBoolean() ? 5000L : 1 << 27)
                .withRowGroupRowCountLimit(dice.nextBoolean() ? 1 + dice.nextInt(400) : 1 << 20)
                .withPageWriteChecksumEnabled(dice.nextBoolean())
                .withMaxBloomFilterBytes(256)
                .withBloomFilterEnabled(dice.nextInt(3) == 0)
                .withStatisticsEnabled(dice.nextInt(4) > 0)
                .withSizeStatisticsEnabled(dice.nextBoolean())
                .withColumnIndexTruncateLength(dice.nextBoolean() ? 3 : 64)
                .withStatisticsTruncateLength(dice.nextBoolean() ? 4 : Integer.MAX_VALUE)
                .build();
    }

    @Test
    void everyValueIsRead() throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            Foreign file = foreign(seed, 1500, directory);
            List<List<Object>> found;
            try {
                found = Cells.rows(Files.read(file.bytes(), file.type()));
            } catch (RuntimeException failure) {
                throw new AssertionError(file.name(), failure);
            }
            RoundTripPropertyTest.assertRows(file.rows(), found, file.type(), seed);
        }
    }

    @Test
    void piecesEqualTheWhole() throws IOException {
        for (long seed = 1000; seed < 1060; seed++) {
            Foreign file = foreign(seed, 3000, directory);
            CursorPropertyTest.checkPieces(
                    file.bytes(), file.type(), file.rows(), new SplittableRandom(seed), seed);
        }
    }

    @Test
    void noMatchingRowIsLeftOut() throws IOException {
        long pruned = 0;
        for (long seed = 3000; seed < 3150; seed += 3) {
            Foreign file = foreign(seed, 1500, directory);
            if (file.rows().isEmpty()) {
                continue;
            }
            List<List<Object>> rows = RandomPredicates.literalRows(file.type(), file.rows());
            SplittableRandom dice = new SplittableRandom(seed);
            try (FormatReader reader = Files.open(file.bytes(), file.type())) {
                for (int round = 0; round < 60; round++) {
                    Predicate predicate = RandomPredicates.predicate(file.type(), rows, dice, 2);
                    RowRanges ranges = reader.matching(predicate);
                    pruned += rows.size() - ranges.rowCount();
                    for (int row = 0; row < rows.size(); row++) {
                        if (RandomPredicates.satisfies(predicate, file.type(), rows.get(row))) {
                            assertTrue(
                                    RandomPredicates.inside(ranges, row),
                                    file.name() + ": row " + row + " of " + predicate);
                        }
                    }
                }
            }
        }
        assertTrue(pruned > 30_000, "pruned " + pruned);
    }
}
