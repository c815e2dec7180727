package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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

    /** Random nested columns, with dictionaries and without, in small pages and row groups. */
    @Test
    void nestedRowsSurviveTheRoundThroughDuckDb() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            for (long seed = 100; seed < 130; seed++) {
                RandomColumns random = new RandomColumns(seed);
                RowType type = random.rowType(5, 3);
                while (hasNanos(type)) {
                    type = random.rowType(5, 3);
                }
                List<Batch> batches = List.of(random.batch(type, 300), random.batch(type, 400));
                Path ours = write(type, batches, seed);
                Path theirs = directory.resolve("theirs-" + seed + ".parquet");
                statement.execute(
                        "COPY (SELECT * FROM '%s') TO '%s' (FORMAT parquet)"
                                .formatted(ours, theirs));
                List<List<Object>> found =
                        Cells.rows(Files.read(java.nio.file.Files.readAllBytes(theirs), type));
                RoundTripPropertyTest.assertRows(Cells.rows(batches), found, type, seed);
            }
        }
    }

    private Path write(RowType type, List<Batch> batches, long seed) throws IOException {
        Map<String, String> options =
                Map.of(
                        "parquet.enable.dictionary",
                        Boolean.toString(seed % 2 == 0),
                        "parquet.page.size",
                        seed % 3 == 0 ? "300" : "1000000");
        byte[] file = Files.write(type, batches, Files.options("zstd", seed % 5 * 4000, options));
        Path path = directory.resolve("ours-" + seed + ".parquet");
        java.nio.file.Files.write(path, file);
        return path;
    }

    private static boolean hasNanos(DataType type) {
        if (type instanceof RowType row) {
            return row.fields().stream().anyMatch(field -> hasNanos(field.type()));
        }
        if (type instanceof ArrayType array) {
            return hasNanos(array.element());
        }
        if (type instanceof MapType map) {
            return hasNanos(map.key()) || hasNanos(map.value());
        }
        if (type instanceof MultisetType set) {
            return hasNanos(set.element());
        }
        return type.kind() != TypeKind.DECIMAL && ((ScalarType) type).precision() == 9;
    }

    /** What DuckDB leaves out by our statistics and dictionaries would not have been wanted. */
    @Test
    void filtersFindWhatTheyFindWithoutStatistics() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            for (long seed = 0; seed < 12; seed++) {
                RandomColumns random = new RandomColumns(seed);
                RowType type = type(random, seed);
                Path ours = write(type, List.of(random.batch(type, 500)), seed);
                statement.execute("CREATE OR REPLACE TABLE loaded AS SELECT * FROM '" + ours + "'");
                SplittableRandom dice = new SplittableRandom(seed);
                for (Field field : type.fields()) {
                    if (field.type().kind().isNested()) {
                        continue;
                    }
                    String value = literal(statement, field.name(), dice.nextInt(500));
                    for (String comparison : List.of("=", "<", ">=", "<>")) {
                        String condition = field.name() + " " + comparison + " " + value;
                        assertEquals(
                                count(statement, "loaded", condition),
                                count(statement, "'" + ours + "'", condition),
                                "seed " + seed + ", " + field + ", " + condition);
                    }
                    String missing = field.name() + " IS NULL";
                    assertEquals(
                            count(statement, "loaded", missing),
                            count(statement, "'" + ours + "'", missing),
                            "seed " + seed + ", " + field + " IS NULL");
                }
            }
        }
    }

    /** The value of a row of the loaded table as SQL text, a constant to DuckDB's optimizer. */
    private static String literal(Statement statement, String column, int row) throws SQLException {
        try (ResultSet result =
                statement.executeQuery(
                        "SELECT typeof(%s), %s::VARCHAR FROM loaded LIMIT 1 OFFSET %d"
                                .formatted(column, column, row))) {
            result.next();
            String text = result.getString(2);
            return text == null
                    ? "NULL"
                    : "CAST('%s' AS %s)".formatted(text.replace("'", "''"), result.getString(1));
        }
    }

    private static long count(Statement statement, String table, String condition)
            throws SQLException {
        try (ResultSet result =
                statement.executeQuery(
                        "SELECT count(*) FROM %s WHERE %s".formatted(table, condition))) {
            result.next();
            return result.getLong(1);
        }
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
