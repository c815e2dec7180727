package io.weir.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOLEAN",
                "TINYINT NOT NULL",
                "SMALLINT",
                "INT",
                "BIGINT",
                "FLOAT",
                "DOUBLE",
                "DECIMAL(38, 10) NOT NULL",
                "CHAR(5)",
                "VARCHAR(20)",
                "STRING",
                "BINARY(4)",
                "VARBINARY(7)",
                "BYTES",
                "DATE",
                "TIME(3)",
                "TIMESTAMP(0)",
                "TIMESTAMP(9) WITH LOCAL TIME ZONE NOT NULL",
                "ARRAY<INT NOT NULL> NOT NULL",
                "MAP<STRING NOT NULL, ARRAY<BIGINT>>",
                "MULTISET<DECIMAL(4, 2)>",
                "ROW<x INT, y ROW<z STRING NOT NULL> NOT NULL>",
                "ROW<>"
            })
    void readsItsOwnText(String text) {
        assertEquals(text, TypeParser.parse(text).toString());
    }

    @Test
    void readsTheOtherSpellings() {
        same("DECIMAL(10, 0)", "DECIMAL", "numeric", "DEC(10)", "decimal(10,0)", "DECIMAL ( 10 )");
        same("INT", "INTEGER", "int", "INT NULL");
        same("DOUBLE", "double precision");
        same("STRING", "VARCHAR(2147483647)");
        same("BYTES", "VARBINARY(2147483647)");
        same("TIME(0)", "TIME", "TIME WITHOUT TIME ZONE", "TIME(0) without time zone");
        same("TIMESTAMP(6)", "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE");
        same("TIMESTAMP(3) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(3)");
        same(
                "TIMESTAMP(6) WITH LOCAL TIME ZONE",
                "TIMESTAMP_LTZ",
                "timestamp with local time zone");
        same("CHAR(1)", "CHAR");
        same("ROW<a INT>", "ROW(a INT)", "row < a integer >", "ROW<`a` INT>", "ROW<\"a\" INT>");
    }

    private static void same(String expected, String... spellings) {
        for (String spelling : spellings) {
            assertEquals(expected, TypeParser.parse(spelling).toString(), spelling);
        }
    }

    @Test
    void fieldsHaveCommentsAndQuotedNames() {
        RowType row =
                (RowType)
                        TypeParser.parse(
                                "ROW<`a ``b` INT 'it''s', \"c\" ROW<d DATE> COMMENT 'x', e INT NOT NULL>");
        assertEquals(List.of("a `b", "c", "e"), row.names());
        assertEquals("it's", row.field(0).description());
        assertEquals("x", row.field(1).description());
        assertFalse(row.type(2).nullable());
        assertEquals(List.of(0, 1, 3), row.fields().stream().map(Field::id).toList());
    }

    @Test
    void readsATypeInsideALongerText() {
        String text = "amount DECIMAL(12, 2) NOT NULL COMMENT 'x'";
        TypeParser.Parsed parsed = TypeParser.parseAt(text, 6);
        assertEquals(DataType.decimal(12, 2).notNull(), parsed.type());
        assertEquals(" COMMENT 'x'", text.substring(parsed.end()));
        assertEquals(3, TypeParser.parseAt("INT  DEFAULT 3", 0).end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "VARIANT",
                "BLOB NOT NULL",
                "VECTOR<FLOAT, 3>",
                "MONEY",
                "VARCHAR",
                "VARCHAR(0)",
                "VARCHAR(99999999999999999999)",
                "DECIMAL(39, 1)",
                "DECIMAL(3, 4)",
                "TIMESTAMP(10)",
                "TIMESTAMP WITH TIME ZONE",
                "ARRAY",
                "ARRAY<INT",
                "ARRAY<INT)",
                "MAP<INT>",
                "ROW<a>",
                "ROW<a INT, a INT>",
                "ROW<`a INT>",
                "ROW<`` INT>",
                "INT NOT",
                "INT INT"
            })
    void refusesWhatIsNoType(String text) {
        InvalidRequestException error =
                assertThrows(InvalidRequestException.class, () -> TypeParser.parse(text));
        assertTrue(error.getMessage().length() > 10, error.getMessage());
    }

    @Test
    void deepNestingIsRefusedNotFatal() {
        String deep = "ARRAY<".repeat(100_000);
        assertThrows(InvalidRequestException.class, () -> TypeParser.parse(deep));
    }
}
