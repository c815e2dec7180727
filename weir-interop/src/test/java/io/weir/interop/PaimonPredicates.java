package io.weir.interop;

import io.weir.predicate.Predicate.And;
import io.weir.predicate.Predicate.Compare;
import io.weir.predicate.Predicate.In;
import io.weir.predicate.Predicate.IsNotNull;
import io.weir.predicate.Predicate.IsNull;
import io.weir.predicate.Predicate.Or;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.predicate.Predicate;
import org.apache.paimon.predicate.PredicateBuilder;

/** Our predicates as Paimon's. */
final class PaimonPredicates {

    private final RowType type;
    private final PredicateBuilder builder;

    PaimonPredicates(RowType type) {
        this.type = type;
        this.builder = new PredicateBuilder(PaimonTypes.ofRow(type));
    }

    Predicate of(io.weir.predicate.Predicate predicate) {
        if (predicate instanceof And and) {
            return PredicateBuilder.and(and.parts().stream().map(this::of).toList());
        }
        if (predicate instanceof Or or) {
            return PredicateBuilder.or(or.parts().stream().map(this::of).toList());
        }
        if (predicate instanceof Compare compare) {
            return compare(compare);
        }
        if (predicate instanceof In in) {
            int column = type.index(in.column());
            DataType columnType = type.type(column);
            List<Object> literals = new ArrayList<>();
            in.literals().forEach(each -> literals.add(PaimonValues.toPaimon(each, columnType)));
            return builder.in(column, literals);
        }
        return predicate instanceof IsNull isNull
                ? builder.isNull(type.index(isNull.column()))
                : builder.isNotNull(type.index(((IsNotNull) predicate).column()));
    }

    private Predicate compare(Compare compare) {
        int column = type.index(compare.column());
        Object literal = PaimonValues.toPaimon(compare.literal(), type.type(column));
        return switch (compare.comparison()) {
            case EQUAL -> builder.equal(column, literal);
            case NOT_EQUAL -> builder.notEqual(column, literal);
            case LESS -> builder.lessThan(column, literal);
            case LESS_OR_EQUAL -> builder.lessOrEqual(column, literal);
            case GREATER -> builder.greaterThan(column, literal);
            case GREATER_OR_EQUAL -> builder.greaterOrEqual(column, literal);
            case STARTS_WITH -> builder.startsWith(column, literal);
        };
    }
}
