package io.weir.predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.error.InvalidRequestException;
import io.weir.predicate.Predicate.Compare;
import io.weir.predicate.Predicate.Comparison;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiteralsTest {

    private static final RowType TYPE =
            RowType.of(
                    Field.of(0, "i", DataType.integer()),
                    Field.of(1, "d", DataType.decimal(4, 2)),
                    Field.of(2, "a", DataType.array(DataType.integer())));

    @Test
    void aFractionBecomesTheWholeNumberBelow() {
        assertEquals(
                new Compare("i", Comparison.LESS_OR_EQUAL, 1),
                Literals.normalise(new Compare("i", Comparison.LESS, 1.5), TYPE));
        assertEquals(
                new Compare("i", Comparison.GREATER, -2),
                Literals.normalise(new Compare("i", Comparison.GREATER_OR_EQUAL, -1.5), TYPE));
        assertEquals(new Predicate.Or(List.of()), Literals.normalise(equal("i", 1.5), TYPE));
        assertEquals(
                new Compare("i", Comparison.EQUAL, 2), Literals.normalise(equal("i", 2.0), TYPE));
    }

    @Test
    void outOfRangeIsAllOrNothing() {
        assertEquals(
                new Predicate.IsNotNull("i"),
                Literals.normalise(new Compare("i", Comparison.LESS, 1L << 40), TYPE));
        assertEquals(
                new Predicate.Or(List.of()),
                Literals.normalise(
                        new Compare("i", Comparison.LESS, new BigDecimal("-1e999999999")), TYPE));
        assertNull(Literals.coerce(100, DataType.decimal(4, 2)));
        assertEquals(new BigDecimal("1.50"), Literals.coerce(1.5, DataType.decimal(4, 2)));
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        for (Predicate predicate :
                List.of(
                        equal("i", "1"),
                        equal("a", List.of(1)),
                        equal("x", 1),
                        new Predicate.IsNull("x"),
                        new Compare("i", Comparison.STARTS_WITH, "1"))) {
            assertThrows(InvalidRequestException.class, () -> RowFilter.of(predicate, TYPE));
        }
    }

    private static Predicate equal(String column, Object literal) {
        return Predicate.equal(column, literal);
    }
}
