package io.weir.core.file;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.storage.LocalStorage;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.Cells;
import io.weir.data.LongVector;
import io.weir.data.Row;
import io.weir.data.Validity;
import io.weir.env.Environment;
import io.weir.option.CatalogOptions;
import io.weir.option.Options;
import io.weir.predicate.Predicate;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.BatchReader;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One bucket of a table in a temporary directory, for tests of writing and reading its files. */
public final class TestTable {

    public final Storage storage =
            new LocalStorage(
                    Environment.real(), Options.of(Map.of(CatalogOptions.FSYNC.key(), "false")));
    public final FileFormats formats;
    public final Map<Long, TableSchema> schemas = new HashMap<>();
    public TableSchema schema;
    public BucketPlace place;

    public TestTable(Path directory, TableSchema schema, FileFormats formats) {
        this.formats = formats;
        this.schema = schema;
        this.place =
                new BucketPlace(
                        BinaryRowWriter.EMPTY,
                        0,
                        Location.of(directory.toAbsolutePath().toString()).resolve("bucket-0"));
        schemas.put(schema.id(), schema);
    }

    public static TableSchema schema(
            long id, List<Field> fields, List<String> keys, String... options) {
        Map<String, String> map = new HashMap<>();
        map.put("file.format", "mem");
        for (int option = 0; option < options.length; option += 2) {
            map.put(options[option], options[option + 1]);
        }
        return new TableSchema(id, fields, 1000, List.of(), keys, map, null, 0);
    }

    public void evolve(TableSchema newSchema) {
        schema = newSchema;
        schemas.put(newSchema.id(), newSchema);
    }

    public WriterSpecs specs() {
        return new WriterSpecs(storage, Environment.real(), schema, formats);
    }

    public DataFiles reader() {
        return new DataFiles(storage, Environment.real(), formats, schema, schemas::get);
    }

    public DataFileWriter writer() {
        return new DataFileWriter(specs().data(place, 0, DataFile.SOURCE_APPEND));
    }

    public List<DataFile> append(List<Row> rows) {
        try (DataFileWriter writer = writer()) {
            writer.write(Cells.batch(schema.rowType(), rows), 0);
            return writer.finish();
        }
    }

    /** Writes rows of a key table, numbered from a first sequence number. */
    public List<DataFile> sorted(List<Row> rows, long firstSequence) {
        try (DataFileWriter writer = writer()) {
            writeSorted(writer, rows, firstSequence);
            return writer.finish();
        }
    }

    public void writeSorted(DataFileWriter writer, List<Row> rows, long firstSequence) {
        Batch batch = Cells.batch(schema.rowType(), rows);
        long[] sequences = new long[rows.size()];
        byte[] kinds = new byte[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            sequences[row] = firstSequence + row;
            kinds[row] = rows.get(row).kind().code();
        }
        writer.write(
                batch,
                new LongVector(sequences, rows.size(), Validity.ALL),
                new ByteVector(kinds, rows.size(), Validity.ALL));
    }

    public List<Row> rows(DataFile file, RowType wanted, @Nullable Predicate filter) {
        try (BatchReader reader = reader().openRows(place, file, wanted, filter)) {
            return drain(reader, wanted);
        }
    }

    public static List<Row> drain(BatchReader reader, RowType type) {
        List<Row> rows = new ArrayList<>();
        Batch batch = reader.next();
        while (batch != null) {
            rows.addAll(Cells.rows(batch, type));
            batch = reader.next();
        }
        return rows;
    }

    /** Names of the files in the bucket's directory. */
    public List<String> names() {
        return storage.list(place.directory(), null, 1000).entries().stream()
                .map(status -> status.location().name())
                .toList();
    }
}
