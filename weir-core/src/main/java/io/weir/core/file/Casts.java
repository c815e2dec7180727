package io.weir.core.file;

import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The casts that read values of a column's old type as its new one: every pair that a column may be
 * changed between (behaviour section 10.2). Integers wrap and floating point saturates as in Java;
 * a decimal that does not fit its precision becomes null; text that cannot be parsed is an error.
 */
final class Casts {

    private Casts() {}

    /**
     * The cast between two types; their nullability plays no role.
     *
     * @param zone of instants when they are told as wall clocks
     * @throws InvalidRequestException there is none
     */
    static Conversion of(DataType from, DataType to, ZoneId zone) {
        if (from.withNullable(true).equals(to.withNullable(true))) {
            return Conversion.NONE;
        }
        Conversion found = null;
        if (to instanceof ScalarType target) {
            if (target.kind().isText()) {
                found = TextCasts.toText(from, target, zone);
            } else if (from instanceof ScalarType source) {
                found = scalar(source, target, zone);
            }
        }
        if (found == null) {
            throw new InvalidRequestException(
                    "values of type " + from + " cannot be read as " + to);
        }
        return found;
    }

    private static @Nullable Conversion scalar(ScalarType from, ScalarType to, ZoneId zone) {
        TypeKind source = from.kind();
        return switch (to.kind()) {
            case BINARY, VARBINARY -> source.isBytes() ? TextCasts.toBytes(to) : null;
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL ->
                    toNumber(from, to, zone);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> toTime(from, to, zone);
            default -> null;
        };
    }

    private static @Nullable Conversion toNumber(ScalarType from, ScalarType to, ZoneId zone) {
        TypeKind source = from.kind();
        if (source.isText()) {
            return TextCasts.parse(to, zone);
        }
        if (isTimestamp(source)) {
            return TimeCasts.toNumber(from, to);
        }
        if (source.isNumeric() || source == TypeKind.BOOLEAN) {
            return NumberCasts.of(from, to);
        }
        return null;
    }

    private static @Nullable Conversion toTime(ScalarType from, ScalarType to, ZoneId zone) {
        TypeKind source = from.kind();
        if (source.isText()) {
            return TextCasts.parse(to, zone);
        }
        if (source.isNumeric()) {
            return TimeCasts.ofNumber(from, to);
        }
        return TimeCasts.of(from, to, zone);
    }

    private static boolean isTimestamp(TypeKind kind) {
        return kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
    }
}
