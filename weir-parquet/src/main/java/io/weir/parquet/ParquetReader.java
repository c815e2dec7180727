package io.weir.parquet;

import io.weir.env.Environment;
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
    private final Environment environment;

    private ParquetReader(
            ParquetFile file, RowType type, List<ReadPlan> plans, Environment environment) {
        this.environment = environment;
        this.file = file;
        this.type = type;
        this.plans = plans;
    }

    static ParquetReader open(StorageInput input, RowType type, Environment environment) {
        ParquetFile file = ParquetFile.open(input, PageMemory.bytesMax(environment.memory()));
        try {
            List<ReadPlan> plans = new ArrayList<>();
            for (Field field : type.fields()) {
                plans.add(ReadPlan.of(file.footer().root(), field));
            }
            return new ParquetReader(file, type, List.copyOf(plans), environment);
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
        PageMemory memory = new PageMemory(environment.memory());
        ColumnReader[] readers = new ColumnReader[columns.length];
        for (int column = 0; column < columns.length; column++) {
            readers[column] = reader(plans.get(columns[column]), memory);
        }
        return new ParquetCursor(file, readers, ranges);
    }

    private ColumnReader reader(ReadPlan plan, PageMemory memory) {
        SchemaNode node = plan.node();
        LeafShape shape = plan.shape();
        if (node == null) {
            return new MissingColumnReader(plan.type());
        }
        return shape != null && plan.flat()
                ? new FlatColumnReader(new ChunkCursor(file, node, shape, false, memory))
                : new NestedColumnReader(file, plan, memory);
    }

    @Override
    public void close() {
        file.close();
    }
}
