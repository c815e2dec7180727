package io.weir.parquet;

import io.weir.data.ArrayVector;
import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.WideVector;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Single values of vectors as objects that can be compared. */
final class Cells {

    private Cells() {}

    static Object of(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector.kind()) {
            case BYTE -> (long) ((ByteVector) vector).values()[row];
            case INT -> (long) ((IntVector) vector).values()[row];
            case LONG -> ((LongVector) vector).values()[row];
            case FLOAT -> Float.floatToRawIntBits(((FloatVector) vector).values()[row]);
            case DOUBLE -> Double.doubleToRawLongBits(((DoubleVector) vector).values()[row]);
            case WIDE ->
                    new BigInteger(
                            ByteBuffer.allocate(16)
                                    .putLong(((WideVector) vector).high()[row])
                                    .putLong(((WideVector) vector).low()[row])
                                    .array());
            case BYTES -> bytes((BytesVector) vector, row);
            case DICTIONARY -> {
                DictionaryVector words = (DictionaryVector) vector;
                yield bytes(words.dictionary(), words.codes()[row]);
            }
            case ARRAY -> {
                ArrayVector array = (ArrayVector) vector;
                yield list(array.elements(), array.offsets()[row], array.offsets()[row + 1]);
            }
            case MAP -> {
                MapVector map = (MapVector) vector;
                int from = map.offsets()[row];
                int to = map.offsets()[row + 1];
                yield List.of(list(map.keys(), from, to), list(map.values(), from, to));
            }
            case ROW -> {
                List<Object> fields = new ArrayList<>();
                for (ColumnVector child : ((RowVector) vector).children()) {
                    fields.add(of(child, row));
                }
                yield fields;
            }
        };
    }

    private static Object bytes(BytesVector vector, int row) {
        return ByteBuffer.wrap(
                Arrays.copyOfRange(
                        vector.data(), vector.offsets()[row], vector.offsets()[row + 1]));
    }

    private static List<Object> list(ColumnVector elements, int from, int to) {
        List<Object> list = new ArrayList<>();
        for (int element = from; element < to; element++) {
            list.add(of(elements, element));
        }
        return list;
    }

    /** Rows of batches, each a list of its columns' values. */
    static List<List<Object>> rows(List<Batch> batches) {
        List<List<Object>> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<Object> cells = new ArrayList<>();
                for (ColumnVector column : batch.columns()) {
                    cells.add(of(column, row));
                }
                rows.add(cells);
            }
        }
        return rows;
    }
}
