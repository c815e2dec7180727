package io.weir.core.codec;

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
import io.weir.option.BucketOptions;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Computes fixed buckets of keys by one of the three functions of the format (section 6.2).
 * Immutable; safe for many threads.
 */
public final class BucketFunction {

    private final BucketOptions.Function function;
    private final RowType keyType;

    /**
     * @param keyType the bucket key columns in order, with the types of the table
     * @throws InvalidRequestException the function does not take this key
     */
    public BucketFunction(BucketOptions.Function function, RowType keyType) {
        this.function = function;
        this.keyType = keyType;
        if (function == BucketOptions.Function.MOD && !isModKey(keyType)) {
            throw new InvalidRequestException(
                    "bucket-function.type mod needs one bucket key column of type INT or BIGINT, not "
                            + keyType);
        }
    }

    private static boolean isModKey(RowType keyType) {
        if (keyType.size() != 1) {
            return false;
        }
        TypeKind kind = keyType.type(0).kind();
        return kind == TypeKind.INT || kind == TypeKind.BIGINT;
    }

    /**
     * Fills {@code buckets[0 .. rowCount)} with numbers from 0 to {@code bucketCount - 1}.
     *
     * @param keys one column a field of the key type
     */
    public void buckets(ColumnVector[] keys, int rowCount, int bucketCount, int[] buckets) {
        switch (function) {
            case DEFAULT -> {
                KeyHash.hash(keyType, keys, rowCount, buckets);
                for (int row = 0; row < rowCount; row++) {
                    buckets[row] = Math.abs(buckets[row] % bucketCount);
                }
            }
            case MOD -> mod(keys[0], rowCount, bucketCount, buckets);
            case HIVE -> {
                Arrays.fill(buckets, 0, rowCount, 0);
                for (int column = 0; column < keys.length; column++) {
                    mixHive(keyType.type(column), keys[column], rowCount, buckets);
                }
                for (int row = 0; row < rowCount; row++) {
                    buckets[row] = (buckets[row] & Integer.MAX_VALUE) % bucketCount;
                }
            }
        }
    }

    private static void mod(ColumnVector key, int rowCount, int bucketCount, int[] buckets) {
        for (int row = 0; row < rowCount; row++) {
            if (key.isNull(row)) {
                throw new InvalidRequestException("the bucket key of function mod is null");
            }
            long value =
                    key instanceof LongVector longs
                            ? longs.values()[row]
                            : ((IntVector) key).values()[row];
            buckets[row] = Math.floorMod(value, bucketCount);
        }
    }

    private static void mixHive(DataType type, ColumnVector column, int rowCount, int[] hashes) {
        for (int row = 0; row < rowCount; row++) {
            int value = column.isNull(row) ? 0 : hive(type, column, row);
            hashes[row] = 31 * hashes[row] + value;
        }
    }

    private static int hive(DataType type, ColumnVector column, int row) {
        return switch (column.kind()) {
            case BYTE -> ((ByteVector) column).values()[row];
            case INT -> ((IntVector) column).values()[row];
            case LONG -> hiveLong(type, ((LongVector) column).values()[row]);
            case WIDE -> hiveWide(type, (WideVector) column, row);
            case FLOAT -> {
                float value = ((FloatVector) column).values()[row];
                yield value == 0 ? 0 : Float.floatToIntBits(value);
            }
            case DOUBLE -> {
                double value = ((DoubleVector) column).values()[row];
                yield value == 0 ? 0 : Long.hashCode(Double.doubleToLongBits(value));
            }
            case BYTES -> hiveBytes((BytesVector) column, row);
            case DICTIONARY -> {
                DictionaryVector coded = (DictionaryVector) column;
                yield hiveBytes(coded.dictionary(), coded.codes()[row]);
            }
            case ARRAY, MAP, ROW -> throw unsupported(type);
        };
    }

    private static int hiveLong(DataType type, long value) {
        return switch (type.kind()) {
            case BIGINT -> Long.hashCode(value);
            case DECIMAL -> hiveDecimal(BigDecimal.valueOf(value, ((ScalarType) type).scale()));
            default -> throw unsupported(type);
        };
    }

    private static int hiveWide(DataType type, WideVector column, int row) {
        if (type.kind() != TypeKind.DECIMAL) {
            throw unsupported(type);
        }
        BigInteger low = BigInteger.valueOf(column.low()[row]);
        if (low.signum() < 0) {
            low = low.add(BigInteger.ONE.shiftLeft(64));
        }
        BigInteger unscaled = BigInteger.valueOf(column.high()[row]).shiftLeft(64).add(low);
        return hiveDecimal(new BigDecimal(unscaled, ((ScalarType) type).scale()));
    }

    private static int hiveDecimal(BigDecimal value) {
        return value.signum() == 0 ? 0 : value.stripTrailingZeros().hashCode();
    }

    private static int hiveBytes(BytesVector column, int row) {
        int hash = 0;
        for (int at = column.offsets()[row]; at < column.offsets()[row + 1]; at++) {
            hash = 31 * hash + column.data()[at];
        }
        return hash;
    }

    private static InvalidRequestException unsupported(DataType type) {
        return new InvalidRequestException(
                "bucket-function.type hive does not take a bucket key of type " + type);
    }
}
