package io.weir.cdc;

import io.weir.type.DataType;
import java.util.Set;

/**
 * Which lake type a PostgreSQL type becomes. Where the lake has no type that keeps every value,
 * text in PostgreSQL's own spelling is taken, so that nothing is lost.
 */
final class PostgresTypes {

    // Their spelling as an element depends on the session, so an array keeps it as text.
    private static final Set<String> TEXT_ELEMENTS = Set.of("money", "time", "bit");

    private PostgresTypes() {}

    /**
     * @param name internal type name, such as {@code int4}; of arrays the element's
     * @param modifier {@code atttypmod}, -1 when there is none
     * @param dimensions 0: not an array of that type; more than 1: text, since the lake's arrays
     *     have one
     */
    static DataType of(String name, int modifier, int dimensions) {
        if (dimensions == 0) {
            return single(name, modifier);
        }
        // The only type whose elements are not kept apart by commas.
        if (dimensions > 1 || name.equals("box")) {
            return DataType.string();
        }
        return DataType.array(
                TEXT_ELEMENTS.contains(name) ? DataType.string() : single(name, modifier));
    }

    private static DataType single(String name, int modifier) {
        return switch (name) {
            case "bool" -> DataType.bool();
            case "int2" -> DataType.smallint();
            case "int4" -> DataType.integer();
            case "int8", "oid" -> DataType.bigint();
            case "float4" -> DataType.floating();
            case "float8" -> DataType.doubling();
            case "numeric" -> numeric(modifier);
            case "money" -> DataType.decimal(19, 2);
            case "varchar" -> modifier > 4 ? DataType.varchar(modifier - 4) : DataType.string();
            case "bpchar" -> modifier > 4 ? DataType.character(modifier - 4) : DataType.string();
            case "bytea" -> DataType.bytes();
            case "date" -> DataType.date();
            // A TIME holds milliseconds; finer ones are kept as text.
            case "time" ->
                    modifier >= 0 && modifier <= 3 ? DataType.time(modifier) : DataType.string();
            case "timestamp" -> DataType.timestamp(modifier < 0 ? 6 : modifier);
            case "timestamptz" -> DataType.timestampLtz(modifier < 0 ? 6 : modifier);
            case "bit" -> modifier == 1 ? DataType.bool() : DataType.string();
            default -> DataType.string();
        };
    }

    private static DataType numeric(int modifier) {
        if (modifier < 4) {
            return DataType.string();
        }
        int precision = ((modifier - 4) >> 16) & 0xffff;
        // The scale is a signed number of 11 bits.
        int scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
        return precision <= 38 && scale >= 0 && scale <= precision
                ? DataType.decimal(precision, scale)
                : DataType.string();
    }
}
