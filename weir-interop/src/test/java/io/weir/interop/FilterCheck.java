package io.weir.interop;

import io.weir.data.Row;
import io.weir.predicate.Predicate;
import java.util.List;

/** Lets both libraries read a table under random filters, of which none may lose a row. */
final class FilterCheck {

    private FilterCheck() {}

    /**
     * @param what is tested, for the error
     * @param rows what the table holds
     * @param count of filters
     */
    static void noneLost(
            String what,
            TableSpec spec,
            List<Row> rows,
            Side weir,
            Side paimon,
            long seed,
            int count) {
        RandomPredicates predicates = new RandomPredicates(seed, spec.type());
        for (int filter = 0; filter < count; filter++) {
            Predicate predicate = predicates.next(rows);
            List<Row> wanted =
                    rows.stream().filter(row -> predicates.satisfies(predicate, row)).toList();
            String filtered = what + "filter " + predicate;
            RowDiff.noneLost(filtered + " of Weir", wanted, weir.read(spec, predicate));
            if (!RandomPredicates.asksForZero(predicate)) {
                RowDiff.noneLost(filtered + " of Paimon", wanted, paimon.read(spec, predicate));
            }
        }
    }
}
