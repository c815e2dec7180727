package io.weir.sql;

import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** DuckDB's spelling of types, both ways. */
final class EngineTypes {

    private final List<Token> tokens;
    private int position;
    private int fieldId;
    private boolean exact = true;

    private EngineTypes(String text) {
        tokens = Lexer.tokens(text);
    }

    /**
     * The type that holds the values of a DuckDB type. Types without a counterpart become text;
     * integers wider than 64 bits become decimals.
     */
    static DataType dataType(String engineType) {
        EngineTypes parser = new EngineTypes(engineType);
        return parser.type();
    }

    /**
     * Whether {@link #dataType} holds every value of a DuckDB type as it is, and batches in which
     * results are exported have it so.
     */
    static boolean isExact(String engineType) {
        EngineTypes parser = new EngineTypes(engineType);
        DataType unused = parser.type();
        return parser.exact;
    }

    private Token token() {
        return tokens.get(position);
    }

    private boolean take(String symbol) {
        if (token().isSymbol(symbol)) {
            position++;
            return true;
        }
        return false;
    }

    private DataType type() {
        DataType type = plain();
        while (take("[")) {
            take("]");
            if (token().kind() == Token.Kind.NUMBER) {
                position++;
                take("]");
            }
            type = DataType.array(type);
        }
        return type;
    }

    private DataType plain() {
        String name = token().keyword();
        position++;
        return switch (name) {
            case "BOOLEAN" -> DataType.bool();
            case "TINYINT" -> DataType.tinyint();
            case "SMALLINT", "UTINYINT" -> DataType.smallint();
            case "INTEGER", "USMALLINT" -> DataType.integer();
            case "BIGINT", "UINTEGER" -> DataType.bigint();
            case "UBIGINT" -> DataType.decimal(20, 0);
            case "HUGEINT" -> DataType.decimal(38, 0);
            case "FLOAT" -> DataType.floating();
            case "DOUBLE" -> DataType.doubling();
            case "DECIMAL" -> decimal();
            case "BLOB" -> DataType.bytes();
            case "DATE" -> DataType.date();
            case "TIME" -> time();
            case "TIMESTAMP" -> timestamp();
            case "TIMESTAMP_S" -> DataType.timestamp(0);
            case "TIMESTAMP_MS" -> DataType.timestamp(3);
            case "TIMESTAMP_NS" -> DataType.timestamp(9);
            case "MAP" -> map();
            case "STRUCT" -> struct();
            default -> {
                exact &= name.equals("VARCHAR") || name.equals("JSON");
                yield skipParameters();
            }
        };
    }

    private DataType skipParameters() {
        if (take("(")) {
            for (int depth = 1; depth > 0; position++) {
                depth += token().isSymbol("(") ? 1 : token().isSymbol(")") ? -1 : 0;
            }
        }
        return DataType.string();
    }

    private DataType decimal() {
        if (!take("(")) {
            return DataType.decimal(18, 3);
        }
        int precision = Integer.parseInt(tokens.get(position).value());
        int scale = Integer.parseInt(tokens.get(position + 2).value());
        position += 4;
        return DataType.decimal(precision, scale);
    }

    private boolean withZone() {
        if (token().isWord("WITH")) {
            position += 3;
            return true;
        }
        return false;
    }

    private DataType time() {
        exact = false;
        return withZone() ? DataType.string() : DataType.time(3);
    }

    private DataType timestamp() {
        return withZone() ? DataType.timestampLtz(6) : DataType.timestamp(6);
    }

    private DataType map() {
        take("(");
        DataType key = type();
        take(",");
        DataType value = type();
        take(")");
        return DataType.map(key, value);
    }

    private DataType struct() {
        List<Field> fields = new ArrayList<>();
        take("(");
        do {
            String name = token().value();
            position++;
            fields.add(Field.of(fieldId++, name, type()));
        } while (take(","));
        take(")");
        return new RowType(fields, true);
    }

    /** How DuckDB spells the type in which it computes with values of a type. */
    static String name(DataType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> "VARCHAR";
            case BINARY, VARBINARY -> "BLOB";
            case INT -> "INTEGER";
            case DECIMAL -> {
                ScalarType decimal = (ScalarType) type;
                yield "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
            }
            case TIME -> "TIME";
            case TIMESTAMP -> timestampName(((ScalarType) type).precision());
            case TIMESTAMP_LTZ -> "TIMESTAMP WITH TIME ZONE";
            case ARRAY -> name(((io.weir.type.ArrayType) type).element()) + "[]";
            case MAP -> mapName((io.weir.type.MapType) type);
            case MULTISET -> mapName(((io.weir.type.MultisetType) type).asMap());
            case ROW -> structName((RowType) type);
            default -> type.kind().name();
        };
    }

    private static String timestampName(int precision) {
        return precision > 6 ? "TIMESTAMP_NS" : "TIMESTAMP";
    }

    private static String mapName(io.weir.type.MapType type) {
        return "MAP(" + name(type.key()) + ", " + name(type.value()) + ")";
    }

    private static String structName(RowType type) {
        List<String> fields = new ArrayList<>();
        for (Field field : type.fields()) {
            fields.add(quote(field.name()) + " " + name(field.type()));
        }
        return "STRUCT(" + String.join(", ", fields) + ")";
    }

    /** A name in double quotes. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Text in single quotes. */
    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** A type's name for people, in lower case words as DuckDB prints it. */
    static String display(DataType type) {
        return name(type).toUpperCase(Locale.ROOT);
    }
}
