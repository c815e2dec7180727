package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.type.DataType;
import org.junit.jupiter.api.Test;

class PostgresTypesTest {

    @Test
    void numericKeepsPrecisionAndScale() {
        assertEquals(DataType.decimal(10, 2), PostgresTypes.of("numeric", (10 << 16 | 2) + 4, 0));
        assertEquals(DataType.decimal(38, 38), PostgresTypes.of("numeric", (38 << 16 | 38) + 4, 0));
    }

    @Test
    void numericThatDoesNotFitADecimalBecomesText() {
        assertEquals(DataType.string(), PostgresTypes.of("numeric", -1, 0));
        assertEquals(DataType.string(), PostgresTypes.of("numeric", (39 << 16 | 2) + 4, 0));
        // numeric(5, -2): the scale is a signed number of 11 bits.
        assertEquals(
                DataType.string(), PostgresTypes.of("numeric", (5 << 16 | (-2 & 0x7ff)) + 4, 0));
    }

    @Test
    void fractionDigitsOfTimesAreKept() {
        assertEquals(DataType.timestamp(6), PostgresTypes.of("timestamp", -1, 0));
        assertEquals(DataType.timestamp(0), PostgresTypes.of("timestamp", 0, 0));
        assertEquals(DataType.timestampLtz(3), PostgresTypes.of("timestamptz", 3, 0));
        assertEquals(DataType.time(3), PostgresTypes.of("time", 3, 0));
        assertEquals(DataType.string(), PostgresTypes.of("time", -1, 0));
    }

    @Test
    void arraysHoldTheirElementsType() {
        assertEquals(DataType.array(DataType.integer()), PostgresTypes.of("int4", -1, 1));
        assertEquals(
                DataType.array(DataType.decimal(8, 3)),
                PostgresTypes.of("numeric", (8 << 16 | 3) + 4, 1));
    }

    @Test
    void textTypesKeepTheirLength() {
        assertEquals(DataType.varchar(20), PostgresTypes.of("varchar", 24, 0));
        assertEquals(DataType.string(), PostgresTypes.of("varchar", -1, 0));
        assertEquals(DataType.character(5), PostgresTypes.of("bpchar", 9, 0));
    }

    @Test
    void unknownTypesBecomeText() {
        assertEquals(DataType.string(), PostgresTypes.of("inet", -1, 0));
        assertEquals(DataType.string(), PostgresTypes.of("my_enum", -1, 0));
    }
}
