package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.storage.Storage;
import io.weir.table.BatchReader;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final int KEY_GROUP = 2;

    private final ReadSources sources;

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
        this.sources = new ReadSources(storage, environment, formats, schema, schemas);
    }

    /**
     * Rows of a file that needs no merge. Retracts (update-before, delete) are left out.
     *
     * @param filter only rows that satisfy it; over columns of the table's row type that are not
     *     nested, wanted or not; null for all rows
     */
    public BatchReader openRows(
            BucketPlace place, DataFile file, RowType wanted, @Nullable Predicate filter) {
        return RowsReader.open(sources, place, file, wanted, filter, false);
    }

    /**
     * Rows of a file in file order with their row kinds: a changelog file or a delta file. Append
     * files are all inserts.
     *
     * @param filter as in {@link #openRows}; it looks at single changes
     */
    public BatchReader openChanges(
            BucketPlace place, DataFile file, RowType wanted, @Nullable Predicate filter) {
        return RowsReader.open(sources, place, file, wanted, filter, true);
    }

    /**
     * A run for the merge.
     *
     * @param files in key order, not overlapping
     */
    public Run openRun(BucketPlace place, List<DataFile> files, RunSpec spec) {
        KeyRange range = new KeyRange(spec);
        List<RowType> groups =
                List.of(FileRun.keyColumns(spec), FileRun.valueColumns(spec), spec.keyType());
        List<FileView> views = new ArrayList<>(files.size());
        try {
            for (DataFile file : files) {
                if (range.overlaps(file)) {
                    FileView view =
                            new FileView(
                                    sources,
                                    place,
                                    file,
                                    groups,
                                    range.condition(),
                                    FileColumns.constants(file, spec.versions()));
                    views.add(view);
                    range.cut(view, KEY_GROUP);
                }
            }
        } catch (RuntimeException | Error e) {
            views.forEach(FileView::close);
            throw e;
        }
        return new FileRun(views, spec);
    }

    /** What {@link #openRows} and {@link #openChanges} with this filter look at. */
    public FileRows rowsRead(BucketPlace place, DataFile file, @Nullable Predicate filter) {
        try (FileView view = new FileView(sources, place, file, List.of(), filter, Map.of())) {
            return view.rows();
        }
    }

    /** What the run of {@link #openRun} looks at in one of its files. */
    public FileRows rowsRead(BucketPlace place, DataFile file, RunSpec spec) {
        KeyRange range = new KeyRange(spec);
        List<RowType> groups = List.of(spec.keyType());
        try (FileView view =
                new FileView(sources, place, file, groups, range.condition(), Map.of())) {
            if (range.overlaps(file)) {
                range.cut(view, 0);
            } else {
                view.narrow(RowRanges.all(0));
            }
            return view.rows();
        }
    }
}
