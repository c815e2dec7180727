package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads our file and writes it anew; what we read from its file must be the same rows. */
class DuckDbInteropTest {

    @TempDir private Path directory;

    private static RowType type(RandomColumns random, long seed) {
        List<Field> fields = new ArrayList<>();
        for (DataType type : RandomColumns.scalars()) {
            // DuckDB gives INT96 in microseconds.
            if (((ScalarType) type).precision() < 9 || type.kind() == TypeKind.DECIMAL) {
                fields.add(Field.of(fields.size(), "c" + fields.size(), type));
            }
        }
        int id = fields.size();
        fields.add(Field.of(id, "list", DataType.array(DataType.array(DataType.string()))));
        fields.add(
                Field.of(
                        id + 1,
                        "row",
                        RowType.of(
                                        Field.of(id + 2, "x", DataType.integer()),
                                        Field.of(
                                                id + 3,
                                                "y",
                                                DataType.array(DataType.decimal(20, 3))))
                                .withNullable(true)));
        return RowType.of(fields);
    }

    @Test
    void rowsSurviveTheRoundThroughDuckDb() throws Exception {
        String[] codecs = {"zstd", "snappy", "gzip", "none", "lz4"};
        String[] versions = {"V1", "V2"};
        boolean lengths = false;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            for (long seed = 0; seed < 10; seed++) {
                RandomColumns random = new RandomColumns(seed);
                RowType type = type(random, seed);
                List<Batch> batches = List.of(random.batch(type, 700), random.batch(type, 1500));
                String codec = codecs[(int) seed % codecs.length];
                byte[] file =
                        Files.write(
                                type,
                                batches,
                                Files.options(codec, seed % 3 == 0 ? 60_000 : 0, Map.of()));
                Path ours = directory.resolve("ours-" + seed + ".parquet");
                Path theirs = directory.resolve("theirs-" + seed + ".parquet");
                java.nio.file.Files.write(ours, file);
                statement.execute(
                        "COPY (SELECT * FROM '%s') TO '%s' (FORMAT parquet, PARQUET_VERSION %s, CODEC '%s')"
                                .formatted(
                                        ours,
                                        theirs,
                                        versions[(int) seed / 5],
                                        codec.equals("none")
                                                ? "uncompressed"
                                                : codec.equals("lz4") ? "lz4_raw" : codec));
                List<List<Object>> found =
                        Cells.rows(Files.read(java.nio.file.Files.readAllBytes(theirs), type));
                RoundTripPropertyTest.assertRows(Cells.rows(batches), found, type, seed);
                try (ResultSet encodings =
                        statement.executeQuery(
                                "SELECT DISTINCT encodings FROM parquet_metadata('%s')"
                                        .formatted(theirs))) {
                    while (encodings.next()) {
                        lengths |= encodings.getString(1).contains("DELTA_LENGTH_BYTE_ARRAY");
                    }
                }
            }
        }
        assertTrue(lengths, "DELTA_LENGTH_BYTE_ARRAY was not written");
    }

    @Test
    void filtersOnOurStatisticsFindTheRows() throws Exception {
        Batch[] batches = BenchmarkRows.batches(50_000, 8192, 3);
        byte[] file =
                Files.write(
                        BenchmarkRows.type(),
                        List.of(batches),
                        Files.options("zstd", 500_000, Map.of()));
        Path path = directory.resolve("bench.parquet");
        java.nio.file.Files.write(path, file);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT count(*), min(id), max(id) FROM '%s' WHERE id >= 31000 AND id < 31010"
                                        .formatted(path))) {
            result.next();
            assertEquals(10, result.getLong(1));
            assertEquals(31_000, result.getLong(2));
            assertEquals(31_009, result.getLong(3));
        }
    }
}
