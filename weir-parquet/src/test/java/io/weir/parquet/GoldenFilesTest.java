package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.format.FormatReader;
import io.weir.predicate.Predicate;
import io.weir.testkit.GoldenTables;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Paimon wrote, with parquet-java as the judge. */
class GoldenFilesTest {

    @TempDir private Path directory;

    @Test
    void filesOfEveryTypeAreRead() throws Exception {
        assertTrue(check(Path.of("src/test/golden/pk_types.parquet")) > 0);
        assertTrue(check(Path.of("src/test/golden/append_nested.parquet")) > 0);
    }

    @Test
    void allFilesOfTheGoldenTablesAreRead() throws Exception {
        Path golden = GoldenTables.directory().orElse(null);
        Assumptions.assumeTrue(golden != null, "no golden tables here");
        try (Stream<Path> paths = java.nio.file.Files.walk(golden)) {
            List<Path> files = paths.filter(path -> path.toString().endsWith(".parquet")).toList();
            assertTrue(files.size() > 50, files.size() + " files");
            for (Path file : files) {
                check(file);
            }
        }
    }

    private int check(Path path) throws IOException {
        byte[] file = java.nio.file.Files.readAllBytes(path);
        RowType type = rowType(HadoopFiles.footer(file, directory).getFileMetaData().getSchema());
        List<List<Object>> expected = HadoopFiles.read(file, type, directory);
        List<List<Object>> found = Cells.rows(Files.read(file, type));
        assertEquals(expected, found, path.toString());
        try (FormatReader reader = Files.open(file, type)) {
            for (String name : type.names()) {
                int column = type.index(name);
                long nulls = expected.stream().filter(row -> row.get(column) == null).count();
                long matching = reader.matching(new Predicate.IsNull(name)).rowCount();
                assertTrue(matching >= nulls, path + " " + name);
            }
        }
        return expected.size();
    }

    private static RowType rowType(GroupType group) {
        List<Field> fields = new ArrayList<>();
        for (Type field : group.getFields()) {
            fields.add(Field.of(field.getId().intValue(), field.getName(), type(field)));
        }
        return RowType.of(fields);
    }

    private static DataType type(Type type) {
        boolean nullable = type.isRepetition(Type.Repetition.OPTIONAL);
        if (type.isPrimitive()) {
            return scalar(type.asPrimitiveType()).withNullable(nullable);
        }
        GroupType group = type.asGroupType();
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation == null) {
            return rowType(group).withNullable(nullable);
        }
        GroupType repeated = group.getType(0).asGroupType();
        return repeated.getFieldCount() == 1
                ? DataType.array(type(repeated.getType(0))).withNullable(nullable)
                : DataType.map(type(repeated.getType(0)), type(repeated.getType(1)))
                        .withNullable(nullable);
    }

    private static DataType scalar(PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return DataType.decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (annotation instanceof TimestampLogicalTypeAnnotation timestamp) {
            int precision = timestamp.getUnit() == LogicalTypeAnnotation.TimeUnit.MILLIS ? 3 : 6;
            return timestamp.isAdjustedToUTC()
                    ? DataType.timestampLtz(precision)
                    : DataType.timestamp(precision);
        }
        if (annotation instanceof IntLogicalTypeAnnotation whole) {
            return whole.getBitWidth() == 8 ? DataType.tinyint() : DataType.smallint();
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> DataType.bool();
            case INT32 -> DataType.integer();
            case INT64 -> DataType.bigint();
            case FLOAT -> DataType.floating();
            case DOUBLE -> DataType.doubling();
            case INT96 -> DataType.timestamp(9);
            default -> annotation == null ? DataType.bytes() : DataType.string();
        };
    }
}
