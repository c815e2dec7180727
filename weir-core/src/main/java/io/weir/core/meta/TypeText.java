package io.weir.core.meta;

import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of scalar types in schema files (format section 2.2). */
final class TypeText {

    private static final Pattern SHAPE =
            Pattern.compile(
                    "([A-Z_]+(?: PRECISION)?)\\s*(?:\\(\\s*(\\d{1,10})\\s*(?:,\\s*(\\d{1,10})\\s*)?\\))?"
                            + "(\\s+WITH(?:OUT|\\s+LOCAL)\\s+TIME\\s+ZONE)?(\\s+NOT\\s+NULL|\\s+NULL)?");

    private static final Map<String, TypeKind> KINDS =
            Map.ofEntries(
                    Map.entry("CHAR", TypeKind.CHAR),
                    Map.entry("VARCHAR", TypeKind.VARCHAR),
                    Map.entry("STRING", TypeKind.VARCHAR),
                    Map.entry("BOOLEAN", TypeKind.BOOLEAN),
                    Map.entry("BINARY", TypeKind.BINARY),
                    Map.entry("VARBINARY", TypeKind.VARBINARY),
                    Map.entry("BYTES", TypeKind.VARBINARY),
                    Map.entry("DECIMAL", TypeKind.DECIMAL),
                    Map.entry("NUMERIC", TypeKind.DECIMAL),
                    Map.entry("DEC", TypeKind.DECIMAL),
                    Map.entry("TINYINT", TypeKind.TINYINT),
                    Map.entry("SMALLINT", TypeKind.SMALLINT),
                    Map.entry("INT", TypeKind.INT),
                    Map.entry("INTEGER", TypeKind.INT),
                    Map.entry("BIGINT", TypeKind.BIGINT),
                    Map.entry("FLOAT", TypeKind.FLOAT),
                    Map.entry("DOUBLE", TypeKind.DOUBLE),
                    Map.entry("DOUBLE PRECISION", TypeKind.DOUBLE),
                    Map.entry("DATE", TypeKind.DATE),
                    Map.entry("TIME", TypeKind.TIME),
                    Map.entry("TIMESTAMP", TypeKind.TIMESTAMP),
                    Map.entry("TIMESTAMP_LTZ", TypeKind.TIMESTAMP_LTZ));

    private TypeText() {}

    /**
     * @throws InvalidRequestException the text is not a type, or one that is not supported
     */
    static DataType parse(String text) {
        Matcher matcher = SHAPE.matcher(text.trim().toUpperCase(Locale.ROOT));
        TypeKind kind = matcher.matches() ? KINDS.get(matcher.group(1)) : null;
        if (kind == null) {
            String word = text.trim().split("[\\s(]", 2)[0].toUpperCase(Locale.ROOT);
            boolean later = word.equals("VARIANT") || word.equals("BLOB") || word.equals("VECTOR");
            throw new InvalidRequestException(
                    "type '" + text + "' is " + (later ? "not supported" : "not a type"));
        }
        int first = number(matcher.group(2), text);
        int second = number(matcher.group(3), text);
        String zone = matcher.group(4);
        if (zone != null) {
            kind = zoned(kind, zone.trim().startsWith("WITHOUT"), text);
        }
        checkParameters(matcher.group(1), kind, first, second, text);
        String nullability = matcher.group(5);
        boolean nullable = nullability == null || nullability.trim().equals("NULL");
        return new ScalarType(
                kind, precision(matcher.group(1), kind, first), Math.max(second, 0), nullable);
    }

    private static TypeKind zoned(TypeKind kind, boolean without, String text) {
        if (without && (kind == TypeKind.TIME || kind == TypeKind.TIMESTAMP)) {
            return kind;
        }
        if (!without && kind == TypeKind.TIMESTAMP) {
            return TypeKind.TIMESTAMP_LTZ;
        }
        throw new InvalidRequestException("type '" + text + "' has no such time zone form");
    }

    private static int number(String digits, String text) {
        if (digits == null) {
            return -1;
        }
        long value = Long.parseLong(digits);
        if (value > Integer.MAX_VALUE) {
            throw new InvalidRequestException("type '" + text + "': " + digits + " is too large");
        }
        return (int) value;
    }

    private static void checkParameters(
            String word, TypeKind kind, int first, int second, String text) {
        int allowed =
                switch (kind) {
                    case CHAR, VARCHAR, BINARY, VARBINARY ->
                            word.equals("STRING") || word.equals("BYTES") ? 0 : 1;
                    case TIME, TIMESTAMP, TIMESTAMP_LTZ -> 1;
                    case DECIMAL -> 2;
                    default -> 0;
                };
        int given = second >= 0 ? 2 : first >= 0 ? 1 : 0;
        if (given > allowed) {
            throw new InvalidRequestException(
                    "type '" + text + "' has " + given + " parameters, allowed are " + allowed);
        }
    }

    private static int precision(String word, TypeKind kind, int given) {
        if (given >= 0) {
            return given;
        }
        return switch (kind) {
            case CHAR, BINARY -> 1;
            case VARCHAR, VARBINARY ->
                    word.equals("STRING") || word.equals("BYTES") ? ScalarType.LENGTH_MAX : 1;
            case DECIMAL -> 10;
            case TIMESTAMP, TIMESTAMP_LTZ -> 6;
            default -> 0;
        };
    }
}
