package io.weir.core.write;

import io.weir.data.ByteVector;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.WideVector;
import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The hash behind {@code bucket-function.type = hive} (format section 6.2). */
final class HiveHash {

    private HiveHash() {}

    /** Writes the hash of each row; nulls count as 0. */
    static void hash(RowType type, ColumnVector[] columns, int rowCount, int[] hashes) {
        Arrays.fill(hashes, 0, rowCount, 0);
        for (int column = 0; column < columns.length; column++) {
            ColumnVector values = columns[column];
            for (int row = 0; row < rowCount; row++) {
                int field = values.isNull(row) ? 0 : field(type.type(column), values, row);
                hashes[row] = 31 * hashes[row] + field;
            }
        }
    }

    private static int field(DataType type, ColumnVector values, int row) {
        if (type.kind() == TypeKind.DECIMAL) {
            return decimal((ScalarType) type, values, row);
        }
        if (type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ) {
            throw new InvalidRequestException(
                    "bucket-function.type hive does not take bucket keys of type " + type);
        }
        return switch (values.kind()) {
            case BYTE -> ((ByteVector) values).values()[row];
            case INT -> ((IntVector) values).values()[row];
            case LONG -> Long.hashCode(((LongVector) values).values()[row]);
            case FLOAT -> floats(((FloatVector) values).values()[row]);
            case DOUBLE -> doubles(((DoubleVector) values).values()[row]);
            case BYTES -> bytes((BytesVector) values, row);
            case DICTIONARY -> {
                DictionaryVector coded = (DictionaryVector) values;
                yield bytes(coded.dictionary(), coded.codes()[row]);
            }
            default ->
                    throw new InvalidRequestException(
                            "bucket-function.type hive does not take bucket keys of type " + type);
        };
    }

    private static int floats(float value) {
        return value == 0f ? 0 : Float.floatToIntBits(value);
    }

    private static int doubles(double value) {
        return value == 0d ? 0 : Long.hashCode(Double.doubleToLongBits(value));
    }

    private static int bytes(BytesVector values, int row) {
        int hash = 0;
        for (int index = values.offsets()[row]; index < values.offsets()[row + 1]; index++) {
            hash = 31 * hash + values.data()[index];
        }
        return hash;
    }

    private static int decimal(ScalarType type, ColumnVector values, int row) {
        BigInteger unscaled;
        if (values instanceof LongVector narrow) {
            unscaled = BigInteger.valueOf(narrow.values()[row]);
        } else {
            WideVector wide = (WideVector) values;
            unscaled =
                    new BigInteger(
                            ByteBuffer.allocate(16)
                                    .putLong(wide.high()[row])
                                    .putLong(wide.low()[row])
                                    .array());
        }
        return unscaled.signum() == 0
                ? 0
                : new BigDecimal(unscaled, type.scale()).stripTrailingZeros().hashCode();
    }
}
