package io.weir.parquet;

import io.weir.data.ArrayVector;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.Validity;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.RowType;
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
        return nulls(type, count);
    }

    /** A vector of nulls only. */
    static ColumnVector nulls(DataType type, int length) {
        Validity none = Validity.none(length);
        return switch (VectorKind.of(type)) {
            case BYTE -> new ByteVector(new byte[length], length, none);
            case INT -> new IntVector(new int[length], length, none);
            case LONG -> new LongVector(new long[length], length, none);
            case WIDE -> new WideVector(new long[length], new long[length], length, none);
            case FLOAT -> new FloatVector(new float[length], length, none);
            case DOUBLE -> new DoubleVector(new double[length], length, none);
            case BYTES, DICTIONARY ->
                    new BytesVector(new byte[0], new int[length + 1], length, none);
            case ARRAY ->
                    new ArrayVector(
                            new int[length + 1],
                            nulls(((ArrayType) type).element(), 0),
                            length,
                            none);
            case MAP -> {
                MapType map = ColumnWriter.mapOf(type);
                yield new MapVector(
                        new int[length + 1],
                        nulls(map.key(), 0),
                        nulls(map.value(), 0),
                        length,
                        none);
            }
            case ROW -> {
                RowType row = (RowType) type;
                ColumnVector[] children = new ColumnVector[row.size()];
                for (int field = 0; field < children.length; field++) {
                    children[field] = nulls(row.type(field), length);
                }
                yield new RowVector(children, length, none);
            }
        };
    }
}
