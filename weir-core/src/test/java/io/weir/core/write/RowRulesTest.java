package io.weir.core.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowRulesTest {

    private static final Row INSERT = Row.of(1.5, "+I", "a");
    private static final Row DELETE = Row.of(RowKind.DELETE, 2.5, "-D", null);
    private static final Row BEFORE = Row.of(RowKind.UPDATE_BEFORE, 3.5, "-U", null);
    private static final Row AFTER = Row.of(RowKind.UPDATE_AFTER, 3.5, "+U", "b");

    private static TableSchema schema(boolean keyed, Map<String, String> options) {
        return new TableSchema(
                0,
                List.of(
                        Field.of(0, "k", DataType.doubling().notNull()),
                        Field.of(1, "op", DataType.string()),
                        Field.of(2, "v", DataType.string().notNull())),
                2,
                List.of(),
                keyed ? List.of("k") : List.of(),
                options,
                null,
                0);
    }

    private static RowRules.Accepted accept(TableSchema schema, Row... rows) {
        return new RowRules(schema).accept(Cells.batch(schema.rowType(), List.of(rows)));
    }

    private static void refused(String part, TableSchema schema, Row... rows) {
        InvalidRequestException error =
                assertThrows(InvalidRequestException.class, () -> accept(schema, rows));
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }

    private static int[] rows(RowRules.Accepted accepted) {
        return Arrays.copyOf(accepted.rows(), accepted.count());
    }

    @Test
    void keyTablesTakeAllKindsAndDeletesNeedOnlyTheKey() {
        TableSchema schema = schema(true, Map.of());
        RowRules.Accepted accepted = accept(schema, INSERT, DELETE, BEFORE, AFTER);
        assertArrayEquals(new int[] {0, 1, 2, 3}, rows(accepted));
        assertArrayEquals(new byte[] {0, 3, 1, 2}, accepted.kinds());
        refused("v is NOT NULL", schema, Row.of(1.5, "+I", null));
        refused("k is NOT NULL", schema, Row.of(RowKind.DELETE, null, "-D", null));
    }

    @Test
    void appendTablesRefuseRetractsUnlessTheyAreIgnored() {
        refused("row 1 is -D", schema(false, Map.of()), INSERT, DELETE);
        refused("row 0 is -U", schema(false, Map.of()), BEFORE, AFTER);
        RowRules.Accepted accepted =
                accept(schema(false, Map.of("ignore-delete", "true")), BEFORE, AFTER, DELETE);
        assertArrayEquals(new int[] {1}, rows(accepted));
        assertEquals(null, accepted.kinds());
    }

    @Test
    void ignoredKindsAreDropped() {
        assertArrayEquals(
                new int[] {0, 3},
                rows(
                        accept(
                                schema(true, Map.of("ignore-delete", "true")),
                                INSERT,
                                DELETE,
                                BEFORE,
                                AFTER)));
        assertArrayEquals(
                new int[] {0, 1, 3},
                rows(
                        accept(
                                schema(true, Map.of("ignore-update-before", "true")),
                                INSERT,
                                DELETE,
                                BEFORE,
                                AFTER)));
    }

    @Test
    void kindColumnOverridesTheKinds() {
        TableSchema schema = schema(true, Map.of("rowkind.field", "op"));
        RowRules.Accepted accepted = accept(schema, Row.of(1.5, "-D", null), INSERT);
        assertArrayEquals(new byte[] {3, 0}, accepted.kinds());
        refused("+I, -U, +U, -D", schema, Row.of(1.5, null, "a"));
        refused("+I, -U, +U, -D", schema, Row.of(1.5, "I", "a"));
    }

    @Test
    void keysMustBeNumbers() {
        refused("k is NaN", schema(true, Map.of()), INSERT, Row.of(Double.NaN, "+I", "a"));
        assertEquals(1, accept(schema(false, Map.of()), Row.of(Double.NaN, "+I", "a")).count());
    }

    @Test
    void shapeOfTheBatchMustBeTheTables() {
        TableSchema schema = schema(true, Map.of());
        RowRules rules = new RowRules(schema);
        var batch = Cells.batch(schema.rowType(), List.of(INSERT));
        assertThrows(
                InvalidRequestException.class, () -> rules.accept(batch.project(new int[] {0, 1})));
        assertThrows(
                InvalidRequestException.class,
                () -> rules.accept(batch.project(new int[] {1, 0, 2})));
    }
}
