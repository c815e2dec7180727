package io.weir.parquet;

import io.weir.data.VectorKind;
import io.weir.type.ScalarType;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the schema being written: where it is, how its values lie in the file.
 *
 * @param path names from the top down
 * @param type of the values
 * @param definitionMax definition level of a value that is there
 * @param repetitionMax repeated nodes above
 */
record LeafColumn(List<String> path, ScalarType type, int definitionMax, int repetitionMax) {

    /** Bytes of a bound in an index; longer ones are cut. */
    private static final int BOUND_BYTES_MAX = 64;

    String name() {
        return String.join(".", path);
    }

    boolean nullable() {
        return type.nullable();
    }

    /** Whether levels are more than a bit a row. */
    boolean nested() {
        return path.size() > 1;
    }

    Type physical() {
        return switch (type.kind()) {
            case BOOLEAN -> Type.BOOLEAN;
            case TINYINT, SMALLINT, INT, DATE, TIME -> Type.INT32;
            case BIGINT -> Type.INT64;
            case FLOAT -> Type.FLOAT;
            case DOUBLE -> Type.DOUBLE;
            case DECIMAL ->
                    type.precision() <= 9
                            ? Type.INT32
                            : type.precision() <= 18 ? Type.INT64 : Type.FIXED_LEN_BYTE_ARRAY;
            case TIMESTAMP, TIMESTAMP_LTZ -> type.precision() <= 6 ? Type.INT64 : Type.INT96;
            default -> Type.BYTE_ARRAY;
        };
    }

    /** Bytes of a FIXED_LEN_BYTE_ARRAY or INT96. */
    int width() {
        return physical() == Type.INT96 ? 12 : decimalBytes(type.precision());
    }

    /** The least number of bytes that hold so many digits and a sign. */
    static int decimalBytes(int precision) {
        return java.math.BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
    }

    ValueEncoder encoder(boolean dictionary) {
        VectorKind kind = VectorKind.of(type);
        return switch (physical()) {
            case BOOLEAN -> new BooleanEncoder();
            case INT32, FLOAT -> new NumberEncoder(kind, 4, dictionary);
            case INT64, DOUBLE -> new NumberEncoder(kind, 8, dictionary);
            case FIXED_LEN_BYTE_ARRAY -> new WideEncoder(width(), false);
            case INT96 -> new WideEncoder(width(), true);
            case BYTE_ARRAY -> new BytesEncoder(dictionary);
        };
    }

    ValueBounds bounds() {
        VectorKind kind = VectorKind.of(type);
        return switch (physical()) {
            case BOOLEAN -> new NumberBounds(kind, 1);
            case INT32, FLOAT -> new NumberBounds(kind, 4);
            case INT64, DOUBLE -> new NumberBounds(kind, 8);
            case FIXED_LEN_BYTE_ARRAY, INT96 -> new WideBounds(width());
            case BYTE_ARRAY -> new BytesBounds();
        };
    }

    /** Whether bounds are written to the file: INT96 has no order there. */
    boolean hasStatistics() {
        return physical() != Type.INT96;
    }

    /** A lower bound of at most 64 bytes. */
    byte[] cutMin(byte[] min) {
        if (physical() != Type.BYTE_ARRAY || min.length <= BOUND_BYTES_MAX) {
            return min;
        }
        return Arrays.copyOf(min, type.kind().isText() ? textCut(min) : BOUND_BYTES_MAX);
    }

    /** An upper bound of at most 64 bytes; null if there is none so short. */
    byte @Nullable [] cutMax(byte[] max) {
        if (physical() != Type.BYTE_ARRAY || max.length <= BOUND_BYTES_MAX) {
            return max;
        }
        boolean text = type.kind().isText();
        int last = text ? 0x7E : 0xFE;
        for (int length = text ? textCut(max) : BOUND_BYTES_MAX; length > 0; length--) {
            int value = max[length - 1] & 0xFF;
            if (value <= last) {
                byte[] cut = Arrays.copyOf(max, length);
                cut[length - 1]++;
                return cut;
            }
        }
        return null;
    }

    /** Where UTF-8 can be cut, near the limit. */
    private static int textCut(byte[] text) {
        int length = BOUND_BYTES_MAX;
        while (length > 0 && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }
}
