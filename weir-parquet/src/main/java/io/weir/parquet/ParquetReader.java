package io.weir.parquet;

import io.weir.format.FormatReader;
import io.weir.format.RowCursor;
import io.weir.format.RowGroup;
import io.weir.format.RowRanges;
import io.weir.parquet.encoding.MalformedException;
import io.weir.predicate.Predicate;
import io.weir.storage.StorageInput;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;

/** An open file with the columns the caller declared. */
final class ParquetReader implements FormatReader {

    private final ParquetFile file;
    private final List<ReadPlan> plans;
    private final RowType type;

    private ParquetReader(ParquetFile file, RowType type, List<ReadPlan> plans) {
        this.file = file;
        this.type = type;
        this.plans = plans;
    }

    static ParquetReader open(StorageInput input, RowType type) {
        ParquetFile file = ParquetFile.open(input);
        try {
            List<ReadPlan> plans = new ArrayList<>();
            for (Field field : type.fields()) {
                plans.add(ReadPlan.of(file.footer().root(), field));
            }
            return new ParquetReader(file, type, List.copyOf(plans));
        } catch (MalformedException problem) {
            file.close();
            throw file.corrupt("schema: " + problem.getMessage(), problem);
        }
    }

    @Override
    public long rowCount() {
        return file.footer().rowCount();
    }

    @Override
    public List<RowGroup> rowGroups() {
        List<RowGroup> groups = new ArrayList<>();
        for (FileFooter.StoredGroup group : file.footer().groups()) {
            groups.add(new RowGroup(group.firstRow(), group.rowCount(), group.sizeBytes()));
        }
        return List.copyOf(groups);
    }

    @Override
    public RowRanges matching(Predicate predicate) {
        try {
            return new RowMatcher(file, type, plans).matching(predicate);
        } catch (MalformedException | IndexOutOfBoundsException | ArithmeticException problem) {
            throw file.corrupt("statistics: " + problem.getMessage(), problem);
        }
    }

    @Override
    public RowCursor read(int[] columns, RowRanges ranges) {
        if (ranges.size() > 0 && ranges.end(ranges.size() - 1) > rowCount()) {
            throw new IllegalArgumentException(
                    "rows " + ranges + " of a file of " + rowCount() + " rows");
        }
        ColumnReader[] readers = new ColumnReader[columns.length];
        for (int column = 0; column < columns.length; column++) {
            readers[column] = reader(plans.get(columns[column]));
        }
        return new ParquetCursor(file, readers, ranges);
    }

    private ColumnReader reader(ReadPlan plan) {
        SchemaNode node = plan.node();
        LeafShape shape = plan.shape();
        if (node == null) {
            return new MissingColumnReader(plan.type());
        }
        return shape != null && plan.flat()
                ? new FlatColumnReader(new ChunkCursor(file, node, shape, false))
                : new NestedColumnReader(file, plan);
    }

    @Override
    public void close() {
        file.close();
    }
}
