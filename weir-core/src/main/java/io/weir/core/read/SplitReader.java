package io.weir.core.read;

import io.weir.core.codec.KeyComparator;
import io.weir.core.file.BucketPlace;
import io.weir.core.file.DataFiles;
import io.weir.core.file.Run;
import io.weir.core.file.RunSpec;
import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergeSpec;
import io.weir.core.meta.DataFile;
import io.weir.error.InvalidRequestException;
import io.weir.predicate.Predicate;
import io.weir.table.BatchReader;
import io.weir.table.ExplainedRead;
import io.weir.table.RowGroupPruning;
import io.weir.table.Split;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns splits of one table into batches of the wanted columns. Safe for many threads.
 *
 * <p>Filter columns that are not wanted are read too and dropped at the end. The rows of RAW and
 * MERGE splits all satisfy the filter. Rows of CHANGES and REPLACED are filtered by primary key and
 * partition columns only, since leaving out a change by the value of another column would leave the
 * reader with an outdated row; append tables have no such rows and are filtered wholly.
 */
public final class SplitReader implements ExplainedRead {

    private final DataFiles dataFiles;
    private final TableSchema schema;
    private final RowType wanted;
    private final RowType read;
    private final @Nullable Predicate filter;
    private final @Nullable Predicate changeFilter;
    private final @Nullable Predicate keyFilter;
    private final Comparator<byte[]> keyOrder;

    /**
     * @param dataFiles opens files of the table in {@code schema}
     * @param wanted columns of the batches, possibly with nested fields left out
     * @param filter rows that do not satisfy it are left out; null for none
     */
    public SplitReader(
            DataFiles dataFiles, TableSchema schema, RowType wanted, @Nullable Predicate filter) {
        this.dataFiles = dataFiles;
        this.schema = schema;
        this.wanted = wanted;
        this.filter = filter;
        this.read = withFilterColumns(schema, wanted, filter);
        Conjuncts conjuncts = Conjuncts.of(filter);
        this.keyFilter = conjuncts.over(schema.trimmedPrimaryKeys());
        this.changeFilter = changeFilter(schema, filter);
        this.keyOrder = KeyComparator.of(schema.rowType().project(schema.trimmedPrimaryKeys()));
    }

    /** The part of a filter that may be applied to single changes of a row. */
    public static @Nullable Predicate changeFilter(TableSchema schema, @Nullable Predicate filter) {
        return schema.hasPrimaryKey() ? Conjuncts.of(filter).over(schema.primaryKeys()) : filter;
    }

    private static RowType withFilterColumns(
            TableSchema schema, RowType wanted, @Nullable Predicate filter) {
        Set<String> names = new LinkedHashSet<>();
        Conjuncts.addColumns(filter, names);
        List<Field> fields = new ArrayList<>(wanted.fields());
        for (String name : names) {
            if (wanted.indexOf(name) < 0) {
                fields.add(schema.rowType().field(name));
            }
        }
        return fields.size() == wanted.size() ? wanted : RowType.of(fields);
    }

    @Override
    public BatchReader open(Split split) {
        FileSplit files = fileSplit(split);
        FileSplit.Content content = files.content();
        BucketPlace place = place(files);
        return switch (content.kind()) {
            case RAW ->
                    each(content.files(), file -> dataFiles.openRows(place, file, wanted, filter));
            case CHANGES ->
                    each(
                            content.files(),
                            file -> dataFiles.openChanges(place, file, wanted, changeFilter));
            case MERGE -> filtered(merge(place, content, content.files(), false), filter);
            case REPLACED ->
                    filtered(
                            new ReaderSequence(
                                    List.of(
                                            () -> merge(place, content, content.removed(), true),
                                            () -> merge(place, content, content.files(), false))),
                            changeFilter);
        };
    }

    private static FileSplit fileSplit(Split split) {
        if (split instanceof FileSplit files) {
            return files;
        }
        throw new InvalidRequestException(
                "a split of another kind of table: " + split.getClass().getSimpleName());
    }

    private static BucketPlace place(FileSplit split) {
        FileSplit.Content content = split.content();
        return new BucketPlace(content.partition(), content.bucket(), split.bucketDirectory());
    }

    @Override
    public RowGroupPruning rowGroups(List<Split> splits) {
        RowGroupCount count = new RowGroupCount();
        splits.forEach(split -> addRowGroups(fileSplit(split), count));
        return count.sum();
    }

    private void addRowGroups(FileSplit split, RowGroupCount count) {
        FileSplit.Content content = split.content();
        BucketPlace place = place(split);
        RunSpec spec = runSpec(content, RunSpec.Versions.RETRACTS);
        for (DataFile file : content.files()) {
            count.add(
                    switch (content.kind()) {
                        case RAW -> dataFiles.rowsRead(place, file, filter);
                        case CHANGES -> dataFiles.rowsRead(place, file, changeFilter);
                        case MERGE, REPLACED -> dataFiles.rowsRead(place, file, spec);
                    });
        }
        for (DataFile file : content.removed()) {
            count.add(dataFiles.rowsRead(place, file, spec));
        }
    }

    private RunSpec runSpec(FileSplit.Content content, RunSpec.Versions versions) {
        RunSpec shape = MergeSpec.read(schema, read).runSpec();
        return new RunSpec(
                shape.keyType(),
                shape.sequenceFields(),
                shape.values(),
                content.fromKey(),
                content.toKey(),
                keyFilter,
                versions);
    }

    private static BatchReader each(List<DataFile> files, Function<DataFile, BatchReader> opener) {
        List<Supplier<BatchReader>> openers = new ArrayList<>(files.size());
        for (DataFile file : files) {
            openers.add(() -> opener.apply(file));
        }
        return new ReaderSequence(openers);
    }

    private BatchReader filtered(BatchReader reader, @Nullable Predicate predicate) {
        return predicate == null && read.equals(wanted)
                ? reader
                : new FilteringReader(reader, read, predicate, wanted.size());
    }

    private BatchReader merge(
            BucketPlace place,
            FileSplit.Content content,
            List<DataFile> mergedFiles,
            boolean asDeletes) {
        List<List<DataFile>> sorted = runs(mergedFiles, keyOrder);
        RunSpec runSpec =
                runSpec(
                        content,
                        SequenceRanges.areApart(sorted)
                                ? RunSpec.Versions.BY_FILE
                                : RunSpec.Versions.RETRACTS);
        List<Run> runs = new ArrayList<>();
        try {
            for (List<DataFile> files : sorted) {
                runs.add(dataFiles.openRun(place, files, runSpec));
            }
            return new MergedRows(
                    MergeReader.runByRun(MergeSpec.read(schema, read), runs), asDeletes);
        } catch (RuntimeException | Error e) {
            for (Run run : runs) {
                closeBeside(run, e);
            }
            throw e;
        }
    }

    private static void closeBeside(Run run, Throwable failure) {
        try {
            run.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * The fewest sorted runs that files can be laid into: each file goes to a run that ends before
     * it starts. The order of runs is that of the newest sequence number in them.
     */
    static List<List<DataFile>> runs(List<DataFile> files, Comparator<byte[]> keyOrder) {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort((left, right) -> keyOrder.compare(left.minKey(), right.minKey()));
        List<List<DataFile>> runs = new ArrayList<>();
        for (DataFile file : sorted) {
            List<DataFile> home = null;
            for (List<DataFile> run : runs) {
                DataFile last = run.get(run.size() - 1);
                if (keyOrder.compare(last.maxKey(), file.minKey()) < 0) {
                    home = run;
                    break;
                }
            }
            if (home == null) {
                home = new ArrayList<>();
                runs.add(home);
            }
            home.add(file);
        }
        runs.sort(Comparator.comparingLong(SplitReader::newestSequence));
        return runs;
    }

    private static long newestSequence(List<DataFile> run) {
        long newest = Long.MIN_VALUE;
        for (DataFile file : run) {
            newest = Math.max(newest, file.maxSequence());
        }
        return newest;
    }
}
