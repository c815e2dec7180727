package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import io.weir.predicate.Predicate;
import io.weir.storage.Storage;
import io.weir.table.BatchReader;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Opens data files of one table and gives their rows in its current schema, or a projection of it.
 * Safe for many threads.
 *
 * <p>Wanted types are projections of the table's row type: columns by id, nested fields may be left
 * out. Columns the file's schema lacks are null, partition columns come from the partition, types
 * that changed are cast.
 */
public final class DataFiles {

    private final Storage storage;
    private final Environment environment;
    private final FileFormats formats;
    private final TableSchema schema;
    private final LongFunction<TableSchema> schemas;

    /**
     * @param schema the table's schema as the reader sees it
     * @param schemas all schemas by id, for files written under older ones
     */
    public DataFiles(
            Storage storage,
            Environment environment,
            FileFormats formats,
            TableSchema schema,
            LongFunction<TableSchema> schemas) {
        this.storage = storage;
        this.environment = environment;
        this.formats = formats;
        this.schema = schema;
        this.schemas = schemas;
    }

    /**
     * Rows of a file that needs no merge. Retracts (update-before, delete) are left out.
     *
     * @param filter rows that do not satisfy it may be left out; null for none
     */
    public BatchReader openRows(
            BucketPlace place, DataFile file, RowType wanted, @Nullable Predicate filter) {
        throw new IllegalStateException(
                "not written yet: " + storage + environment + formats + schema + schemas + place);
    }

    /**
     * Rows of a file in file order with their row kinds: a changelog file or a delta file. Append
     * files are all inserts.
     */
    public BatchReader openChanges(
            BucketPlace place, DataFile file, RowType wanted, @Nullable Predicate filter) {
        throw new IllegalStateException("not written yet: " + place + file + wanted + filter);
    }

    /**
     * A run for the merge.
     *
     * @param files in key order, not overlapping
     */
    public Run openRun(BucketPlace place, List<DataFile> files, RunSpec spec) {
        throw new IllegalStateException("not written yet: " + place + files + spec);
    }
}
