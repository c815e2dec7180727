package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import io.weir.type.TypeParser;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorsTest {

    @Test
    void scalarsOfEveryKindFitTheirTypes() {
        Set<TypeKind> kinds = EnumSet.noneOf(TypeKind.class);
        for (ScalarType type : RandomTypes.scalars()) {
            kinds.add(type.kind());
            RowType row = RowType.of(Field.of(0, "v", type));
            RandomRows rows = new RandomRows(5, 0.1);
            List<Row> drawn = rows.rows(row, 500);
            Batch batch = Cells.batch(row, drawn);
            assertEquals(RowText.sorted(drawn), RowText.sorted(Cells.rows(batch, row)));
        }
        Set<TypeKind> scalars = EnumSet.allOf(TypeKind.class);
        scalars.removeIf(TypeKind::isNested);
        assertEquals(scalars, kinds);
    }

    @Test
    void nestedTypesOfEveryKindComeAndFitTheirTextForm() {
        Set<TypeKind> kinds = EnumSet.noneOf(TypeKind.class);
        for (long seed = 0; seed < 60; seed++) {
            RowType type = new RandomTypes(seed).row(6, 2).withNullable(false);
            type.fields().forEach(field -> kinds.add(field.type().kind()));
            assertEquals(type.toString(), TypeParser.parse(type.toString()).toString());
            List<Row> drawn = new RandomRows(seed, 0.3).rows(type, 20);
            Batch batch = Cells.batch(type, drawn);
            assertEquals(RowText.sorted(drawn), RowText.sorted(Cells.rows(batch, type)));
        }
        assertTrue(
                kinds.containsAll(
                        List.of(TypeKind.ARRAY, TypeKind.MAP, TypeKind.MULTISET, TypeKind.ROW)));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        RowType type = new RandomTypes(9).row(5, 2);
        assertEquals(type, new RandomTypes(9).row(5, 2));
        assertEquals(
                RowText.sorted(new RandomRows(4, 0.2).rows(type, 30)),
                RowText.sorted(new RandomRows(4, 0.2).rows(type, 30)));
        assertNotEquals(
                RowText.sorted(new RandomRows(4, 0.2).rows(type, 30)),
                RowText.sorted(new RandomRows(5, 0.2).rows(type, 30)));
    }

    @Test
    void theOracleKeepsTheNewestRowOfAKey() {
        RowType type =
                RowType.of(
                        Field.of(0, "k", DataType.integer().notNull()),
                        Field.of(1, "v", DataType.string()));
        RowOracle oracle = new RowOracle(type, List.of("k"));
        oracle.apply(List.of(Row.of(1, "a"), Row.of(2, "b"), Row.of(1, "c")));
        oracle.committed(1);
        oracle.apply(
                List.of(Row.of(RowKind.DELETE, 2, null), Row.of(RowKind.UPDATE_AFTER, 1, "d")));
        oracle.committed(2);
        assertEquals(
                RowText.sorted(List.of(Row.of(1, "c"), Row.of(2, "b"))),
                RowText.sorted(oracle.rows(1)));
        assertEquals(List.of(Row.of(1, "d")), oracle.rows(2));
        assertThrows(IllegalArgumentException.class, () -> oracle.rows(3));
    }

    @Test
    void historiesMeetTheirKeysAgain() {
        RowType type = RowType.of(new RandomTypes(3).row(4, 1).fields());
        RandomHistory history = new RandomHistory(3, type, List.of("f1"), 20);
        RowOracle oracle = new RowOracle(type, List.of("f1"));
        List<Row> rows = history.next(500, 0.2);
        oracle.apply(rows);
        assertTrue(oracle.rows().size() <= 20);
        assertTrue(rows.stream().anyMatch(row -> row.kind() == RowKind.DELETE));
    }
}
