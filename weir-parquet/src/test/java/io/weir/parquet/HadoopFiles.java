package io.weir.parquet;

import io.weir.parquet.encoding.Lanes;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Files as parquet-java's own reader and writer see them, with values as {@link Cells} has them.
 */
final class HadoopFiles {

    private HadoopFiles() {}

    /** Settings of a file to write. */
    record Settings(
            WriterVersion version,
            CompressionCodecName codec,
            boolean dictionary,
            boolean byteStreamSplit,
            int pageBytes) {}

    static List<List<Object>> read(byte[] file, RowType type, Path directory) throws IOException {
        return read(file, type, FilterCompat.NOOP, directory);
    }

    /** The rows that a filter lets through, found by statistics, dictionaries and page indexes. */
    static List<List<Object>> read(
            byte[] file, RowType type, FilterCompat.Filter filter, Path directory)
            throws IOException {
        Path path = write(file, directory);
        List<List<Object>> rows = new ArrayList<>();
        try (ParquetReader<Group> reader =
                ParquetReader.builder(
                                new GroupReadSupport(), new org.apache.hadoop.fs.Path(path.toUri()))
                        .withConf(new Configuration())
                        .withFilter(filter)
                        .build()) {
            Group group = reader.read();
            while (group != null) {
                rows.add(fields(type, group));
                group = reader.read();
            }
        }
        return rows;
    }

    static ParquetMetadata footer(byte[] file, Path directory) throws IOException {
        try (ParquetFileReader reader =
                ParquetFileReader.open(new LocalInputFile(write(file, directory)))) {
            return reader.getFooter();
        }
    }

    private static Path write(byte[] file, Path directory) throws IOException {
        Path path = Files.createTempFile(directory, "file", ".parquet");
        Files.write(path, file);
        return path;
    }

    static byte[] write(
            MessageType schema,
            RowType type,
            List<List<Object>> rows,
            Settings settings,
            Path directory)
            throws IOException {
        Path path = Files.createTempFile(directory, "written", ".parquet");
        Files.delete(path);
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path.toUri()))
                        .withConf(new Configuration())
                        .withType(schema)
                        .withWriterVersion(settings.version())
                        .withCompressionCodec(settings.codec())
                        .withDictionaryEncoding(settings.dictionary())
                        .withByteStreamSplitEncoding(settings.byteStreamSplit())
                        .withPageSize(settings.pageBytes())
                        .withRowGroupSize(200_000L)
                        .build()) {
            for (List<Object> row : rows) {
                Group group = groups.newGroup();
                addFields(group, type, row);
                writer.write(group);
            }
        }
        return Files.readAllBytes(path);
    }

    private static List<Object> fields(RowType type, Group group) {
        List<Object> cells = new ArrayList<>();
        for (int field = 0; field < type.size(); field++) {
            cells.add(
                    group.getFieldRepetitionCount(field) == 0
                            ? null
                            : value(type.type(field), group, field, 0));
        }
        return cells;
    }

    private static Object value(DataType type, Group group, int field, int index) {
        if (type instanceof ScalarType scalar) {
            return scalar(scalar, group, field, index);
        }
        Group inner = group.getGroup(field, index);
        if (type instanceof RowType row) {
            return fields(row, inner);
        }
        if (type instanceof ArrayType array) {
            return elements(array.element(), inner, 0);
        }
        MapType map = type instanceof MultisetType set ? set.asMap() : (MapType) type;
        return List.of(elements(map.key(), inner, 0), elements(map.value(), inner, 1));
    }

    private static List<Object> elements(DataType type, Group list, int part) {
        List<Object> elements = new ArrayList<>();
        for (int entry = 0; entry < list.getFieldRepetitionCount(0); entry++) {
            Group repeated = list.getGroup(0, entry);
            elements.add(
                    repeated.getFieldRepetitionCount(part) == 0
                            ? null
                            : value(type, repeated, part, 0));
        }
        return elements;
    }

    private static Object scalar(ScalarType type, Group group, int field, int index) {
        return switch (type.kind()) {
            case BOOLEAN -> group.getBoolean(field, index) ? 1L : 0L;
            case TINYINT, SMALLINT, INT, DATE, TIME -> (long) group.getInteger(field, index);
            case BIGINT -> group.getLong(field, index);
            case FLOAT -> Float.floatToRawIntBits(group.getFloat(field, index));
            case DOUBLE -> Double.doubleToRawLongBits(group.getDouble(field, index));
            case DECIMAL -> {
                if (type.precision() <= 9) {
                    yield (long) group.getInteger(field, index);
                }
                yield type.precision() <= 18
                        ? (Object) group.getLong(field, index)
                        : new BigInteger(group.getBinary(field, index).getBytes());
            }
            case TIMESTAMP, TIMESTAMP_LTZ ->
                    type.precision() <= 6
                            ? (Object) group.getLong(field, index)
                            : timestamp(group.getInt96(field, index).getBytes());
            default -> ByteBuffer.wrap(group.getBinary(field, index).getBytes());
        };
    }

    private static BigInteger timestamp(byte[] bytes) {
        long nanos = Lanes.getLong(bytes, 0);
        long millis =
                (Lanes.getInt(bytes, 8) - 2_440_588L) * 86_400_000L
                        + Math.floorDiv(nanos, 1_000_000);
        return BigInteger.valueOf(millis)
                .shiftLeft(64)
                .add(BigInteger.valueOf(Math.floorMod(nanos, 1_000_000)));
    }

    private static void addFields(Group group, RowType type, List<?> row) {
        for (int field = 0; field < type.size(); field++) {
            if (row.get(field) != null) {
                add(group, field, type.type(field), row.get(field));
            }
        }
    }

    private static void add(Group group, int field, DataType type, Object value) {
        if (type instanceof ScalarType scalar) {
            addScalar(group, field, scalar, value);
            return;
        }
        Group inner = group.addGroup(field);
        if (type instanceof RowType row) {
            addFields(inner, row, (List<?>) value);
        } else if (type instanceof ArrayType array) {
            for (Object element : (List<?>) value) {
                Group entry = inner.addGroup(0);
                if (element != null) {
                    add(entry, 0, array.element(), element);
                }
            }
        } else {
            MapType map = type instanceof MultisetType set ? set.asMap() : (MapType) type;
            List<?> keys = (List<?>) ((List<?>) value).get(0);
            List<?> values = (List<?>) ((List<?>) value).get(1);
            for (int index = 0; index < keys.size(); index++) {
                Group entry = inner.addGroup(0);
                add(entry, 0, map.key(), keys.get(index));
                if (values.get(index) != null) {
                    add(entry, 1, map.value(), values.get(index));
                }
            }
        }
    }

    private static void addScalar(Group group, int field, ScalarType type, Object value) {
        switch (type.kind()) {
            case BOOLEAN -> group.add(field, (Long) value != 0);
            case TINYINT, SMALLINT, INT, DATE, TIME -> group.add(field, ((Long) value).intValue());
            case BIGINT -> group.add(field, (long) (Long) value);
            case FLOAT -> group.add(field, Float.intBitsToFloat((Integer) value));
            case DOUBLE -> group.add(field, Double.longBitsToDouble((Long) value));
            case DECIMAL -> {
                if (type.precision() <= 9) {
                    group.add(field, ((Long) value).intValue());
                } else if (type.precision() <= 18) {
                    group.add(field, (long) (Long) value);
                } else {
                    BigInteger wide = (BigInteger) value;
                    group.add(
                            field,
                            Binary.fromConstantByteArray(
                                    WideEncoder.bigEndian(
                                            wide.shiftRight(64).longValue(),
                                            wide.longValue(),
                                            LeafColumn.decimalBytes(type.precision()))));
                }
            }
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                if (type.precision() <= 6) {
                    group.add(field, (long) (Long) value);
                } else {
                    group.add(field, int96((BigInteger) value));
                }
            }
            default -> group.add(field, Binary.fromConstantByteArray(((ByteBuffer) value).array()));
        }
    }

    /** As Paimon writes it: the nanoseconds of the day are negative before 1970. */
    private static Binary int96(BigInteger value) {
        long millis = value.shiftRight(64).longValue();
        long nanos = (millis % 86_400_000L) * 1_000_000L + value.longValue();
        byte[] bytes = new byte[12];
        Lanes.putLong(bytes, 0, nanos);
        Lanes.putInt(bytes, 8, (int) (millis / 86_400_000L + 2_440_588L));
        return Binary.fromConstantByteArray(bytes);
    }
}
