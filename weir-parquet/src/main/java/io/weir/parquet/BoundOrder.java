package io.weir.parquet;

import io.weir.parquet.encoding.Lanes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.parquet.format.Type;

/** The order of bounds in PLAIN form, as Parquet's column orders have it. */
final class BoundOrder {

    private BoundOrder() {}

    /** FIXED_LEN_BYTE_ARRAY orders as the decimals we write in it; INT96 has no order. */
    static Comparator<byte[]> of(Type physical) {
        return switch (physical) {
            case INT32 ->
                    (left, right) -> Integer.compare(Lanes.getInt(left, 0), Lanes.getInt(right, 0));
            case INT64 ->
                    (left, right) -> Long.compare(Lanes.getLong(left, 0), Lanes.getLong(right, 0));
            case FLOAT ->
                    (left, right) ->
                            Float.compare(
                                    Float.intBitsToFloat(Lanes.getInt(left, 0)),
                                    Float.intBitsToFloat(Lanes.getInt(right, 0)));
            case DOUBLE ->
                    (left, right) ->
                            Double.compare(
                                    Double.longBitsToDouble(Lanes.getLong(left, 0)),
                                    Double.longBitsToDouble(Lanes.getLong(right, 0)));
            case FIXED_LEN_BYTE_ARRAY ->
                    (left, right) -> new BigInteger(left).compareTo(new BigInteger(right));
            case BOOLEAN, BYTE_ARRAY, INT96 -> Arrays::compareUnsigned;
        };
    }
}
