package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.error.CorruptFileException;
import io.weir.format.FormatReader;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.storage.Location;
import io.weir.storage.StorageInput;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One data file seen in the table's schema: some groups of wanted columns, each to be read by a
 * cursor of its own, over the rows that may satisfy a condition. The file is opened when rows or
 * ranges are first asked for. One thread at a time.
 */
final class FileView implements AutoCloseable {

    private final ReadSources sources;
    private final Location location;
    private final DataFile file;
    private final TableSchema inFile;
    private final PartitionValues partition;
    private final Map<Integer, Object> constants;
    private final List<Field> fileFields = new ArrayList<>();
    private final Map<Integer, Integer> positionById = new LinkedHashMap<>();
    private final List<ColumnPlan> plans = new ArrayList<>();
    private Predicate condition = FilePredicates.ALWAYS;
    private @Nullable FormatReader reader;
    private @Nullable RowRanges ranges;

    /**
     * @param groups the columns of each cursor, in the wanted types
     * @param predicate rows that do not satisfy it may be left out of the ranges
     * @param constants values of columns that are not read, by column id
     */
    FileView(
            ReadSources sources,
            BucketPlace place,
            DataFile file,
            List<RowType> groups,
            @Nullable Predicate predicate,
            Map<Integer, Object> constants) {
        this.sources = sources;
        this.location = place.locate(file);
        this.file = file;
        this.inFile = sources.schemas().apply(file.schemaId());
        this.partition = PartitionValues.of(sources.schema(), place.partition());
        this.constants = constants;
        for (RowType group : groups) {
            plans.add(plan(group));
        }
        if (predicate != null) {
            addCondition(predicate);
        }
    }

    private ColumnPlan plan(RowType wanted) {
        RowType physical = FileColumns.of(inFile, true);
        List<ColumnPlan.Column> columns = new ArrayList<>(wanted.size());
        List<Integer> reads = new ArrayList<>();
        for (Field field : wanted.fields()) {
            columns.add(column(field, physical, reads));
        }
        return new ColumnPlan(columns, reads.stream().mapToInt(Integer::intValue).toArray());
    }

    private ColumnPlan.Column column(Field wanted, RowType physical, List<Integer> reads) {
        DataType type = wanted.type();
        if (partition.has(wanted.id())) {
            Object value = partition.value(wanted.id());
            return new ColumnPlan.Column(-1, Conversion.NONE, value, type);
        }
        Object constant = constants.get(wanted.id());
        if (constant != null) {
            return new ColumnPlan.Column(-1, Conversion.NONE, constant, type);
        }
        Field found = Evolution.fieldOf(physical, wanted.id());
        Evolution evolution =
                found == null
                        ? null
                        : Evolution.of(found.type(), type, sources.environment().zone());
        if (found == null || evolution == null) {
            return new ColumnPlan.Column(-1, Conversion.NONE, null, type);
        }
        int position = position(found.withType(evolution.readType()));
        int source = reads.indexOf(position);
        if (source < 0) {
            source = reads.size();
            reads.add(position);
        }
        return new ColumnPlan.Column(source, evolution.conversion(), null, type);
    }

    /** Position of a column in the type the file is opened with. */
    private int position(Field field) {
        Integer known = positionById.get(field.id());
        if (known == null) {
            known = fileFields.size();
            positionById.put(field.id(), known);
            fileFields.add(field);
        } else if (!fileFields.get(known).equals(field)) {
            throw new IllegalArgumentException(
                    "column " + field.name() + " is wanted in two shapes");
        }
        return known;
    }

    private void addCondition(Predicate predicate) {
        RowType columns = inFile.rowType();
        FilePredicates predicates =
                new FilePredicates(sources.schema().rowType(), columns, partition.byName());
        condition = predicates.translate(predicate);
        addColumns(condition, columns);
    }

    /** The format needs the columns a condition speaks of among those it is opened with. */
    private void addColumns(Predicate predicate, RowType columns) {
        if (predicate instanceof Predicate.And and) {
            and.parts().forEach(part -> addColumns(part, columns));
        } else if (predicate instanceof Predicate.Or or) {
            or.parts().forEach(part -> addColumns(part, columns));
        } else {
            Field field = columns.field(FilePredicates.columnOf(predicate));
            if (!positionById.containsKey(field.id())) {
                position(field);
            }
        }
    }

    Location location() {
        return location;
    }

    DataFile file() {
        return file;
    }

    /** Rows in the ranges; opens the file only if a condition may leave rows out. */
    long rowCount() {
        return ranges == null && condition.equals(FilePredicates.ALWAYS)
                ? file.rowCount()
                : ranges().rowCount();
    }

    RowRanges ranges() {
        RowRanges known = ranges;
        if (known == null) {
            known = findRanges();
            ranges = known;
        }
        return known;
    }

    private RowRanges findRanges() {
        if (condition.equals(FilePredicates.ALWAYS)) {
            return RowRanges.all(file.rowCount());
        }
        if (condition.equals(FilePredicates.NEVER)) {
            return RowRanges.all(0);
        }
        return reader().matching(condition);
    }

    /** What a read of this view looks at; opens the file. */
    FileRows rows() {
        return new FileRows(location, reader().rowGroups(), ranges());
    }

    void narrow(RowRanges rows) {
        ranges = ranges().intersect(rows);
    }

    /** A cursor over a group of wanted columns. */
    RowCursor read(int group) {
        return read(group, ranges());
    }

    RowCursor read(int group, RowRanges rows) {
        ColumnPlan plan = plans.get(group);
        if (plan.fileColumns().length == 0) {
            return new FileCursor(new CountCursor(rows), plan);
        }
        return new FileCursor(reader().read(plan.fileColumns(), rows), plan);
    }

    private FormatReader reader() {
        FormatReader opened = reader;
        if (opened == null) {
            StorageInput input = sources.storage().open(location);
            opened =
                    sources.formats()
                            .ofFile(file.fileName())
                            .open(input, RowType.of(fileFields), sources.environment());
            reader = opened;
            if (opened.rowCount() != file.rowCount()) {
                throw new CorruptFileException(
                        location.toString(),
                        "has "
                                + opened.rowCount()
                                + " rows, but its manifest entry says "
                                + file.rowCount());
            }
        }
        return opened;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
