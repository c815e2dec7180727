package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column the file lacks: null in every row. */
final class MissingColumnReader implements ColumnReader {

    private final DataType type;
    private int count;

    MissingColumnReader(DataType type) {
        this.type = type;
    }

    @Override
    public List<ChunkCursor> leaves() {
        return List.of();
    }

    @Override
    public void startGroup(FileFooter.StoredGroup group, List<@Nullable PageStream> streams) {}

    @Override
    public void begin(int most) {
        count = 0;
    }

    @Override
    public void read(int span) {
        count += span;
    }

    @Override
    public void read(int span, int[] selected, int first, int chosen, int shift) {
        count += chosen;
    }

    @Override
    public void skip(long rows) {}

    @Override
    public ColumnVector finish() {
        return VectorBuilder.nulls(type, count);
    }
}
