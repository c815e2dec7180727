package io.weir.predicate;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.data.WideVector;
import io.weir.predicate.Predicate.Comparison;
import io.weir.type.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes leaves of normalised comparisons. */
final class Leaves {

    private Leaves() {}

    /** The test of a comparison; null if no value satisfies it. */
    static @Nullable Leaf of(Comparison comparison, Object literal, DataType type) {
        ColumnVector value = vector(type, List.of(literal));
        return switch (value.kind()) {
            case BYTE, INT, LONG -> integers(comparison, IntegerRange.value(value, 0));
            case FLOAT, DOUBLE -> reals(comparison, RealRange.value(value, 0));
            case WIDE -> wides(comparison, (WideVector) value, 0);
            case BYTES -> strings(comparison, SetLeaf.bytes((BytesVector) value, 0));
            case DICTIONARY, ARRAY, MAP, ROW ->
                    throw new IllegalStateException("comparison of " + value.kind());
        };
    }

    /** The test of equality with one of several values, at least one. */
    static Leaf in(List<Object> literals, DataType type) {
        ColumnVector values = vector(type, literals);
        List<RangeLeaf> equals = new ArrayList<>();
        for (int row = 0; row < values.length(); row++) {
            equals.add(equal(values, row));
        }
        return SetLeaf.of(equals, values);
    }

    private static RangeLeaf equal(ColumnVector values, int row) {
        return switch (values.kind()) {
            case BYTE, INT, LONG -> {
                long value = IntegerRange.value(values, row);
                yield new IntegerRange(value, value, false);
            }
            case FLOAT, DOUBLE -> equal(RealRange.value(values, row), false);
            case WIDE -> wides(Comparison.EQUAL, (WideVector) values, row);
            case BYTES ->
                    new BytesRange(SetLeaf.bytes((BytesVector) values, row), 0, true, false, false);
            case DICTIONARY, ARRAY, MAP, ROW ->
                    throw new IllegalStateException("comparison of " + values.kind());
        };
    }

    /** Literals as a vector; text and bytes may be longer than the type says. */
    private static ColumnVector vector(DataType type, List<Object> literals) {
        DataType roomy =
                type.kind().isText()
                        ? DataType.string()
                        : type.kind().isBytes() ? DataType.bytes() : type;
        VectorBuilder builder = VectorBuilder.of(roomy, literals.size());
        literals.forEach(builder::appendValue);
        return builder.build();
    }

    private static @Nullable Leaf integers(Comparison comparison, long value) {
        return switch (comparison) {
            case EQUAL -> new IntegerRange(value, value, false);
            case NOT_EQUAL -> new IntegerRange(value, value, true);
            case LESS ->
                    value == Long.MIN_VALUE
                            ? null
                            : new IntegerRange(Long.MIN_VALUE, value - 1, false);
            case LESS_OR_EQUAL -> new IntegerRange(Long.MIN_VALUE, value, false);
            case GREATER ->
                    value == Long.MAX_VALUE
                            ? null
                            : new IntegerRange(value + 1, Long.MAX_VALUE, false);
            case GREATER_OR_EQUAL -> new IntegerRange(value, Long.MAX_VALUE, false);
            case STARTS_WITH -> throw new IllegalStateException("prefix of an integer");
        };
    }

    private static @Nullable Leaf reals(Comparison comparison, double value) {
        double infinity = Double.POSITIVE_INFINITY;
        boolean nan = Double.isNaN(value);
        return switch (comparison) {
            case EQUAL -> equal(value, false);
            case NOT_EQUAL -> equal(value, true);
            case LESS ->
                    nan
                            ? new RealRange(-infinity, infinity, false, false)
                            : value == -infinity
                                    ? null
                                    : new RealRange(-infinity, Math.nextDown(value), false, false);
            case LESS_OR_EQUAL ->
                    nan
                            ? new RealRange(-infinity, infinity, true, false)
                            : new RealRange(-infinity, value, false, false);
            case GREATER ->
                    nan
                            ? null
                            : value == infinity
                                    ? equal(Double.NaN, false)
                                    : new RealRange(Math.nextUp(value), infinity, true, false);
            case GREATER_OR_EQUAL ->
                    nan ? equal(Double.NaN, false) : new RealRange(value, infinity, true, false);
            case STARTS_WITH -> throw new IllegalStateException("prefix of a number");
        };
    }

    private static RangeLeaf equal(double value, boolean others) {
        return new RealRange(value, value, Double.isNaN(value), others);
    }

    private static RangeLeaf wides(Comparison comparison, WideVector values, int row) {
        long high = values.high()[row];
        long low = values.low()[row];
        return switch (comparison) {
            case EQUAL -> new WideRange(high, low, 0, true, false);
            case NOT_EQUAL -> new WideRange(high, low, 0, true, true);
            case LESS -> new WideRange(high, low, -1, false, false);
            case LESS_OR_EQUAL -> new WideRange(high, low, -1, true, false);
            case GREATER -> new WideRange(high, low, 1, false, false);
            case GREATER_OR_EQUAL -> new WideRange(high, low, 1, true, false);
            case STARTS_WITH -> throw new IllegalStateException("prefix of a number");
        };
    }

    private static Leaf strings(Comparison comparison, byte[] literal) {
        return switch (comparison) {
            case EQUAL -> new BytesRange(literal, 0, true, false, false);
            case NOT_EQUAL -> new BytesRange(literal, 0, true, false, true);
            case LESS -> new BytesRange(literal, -1, false, false, false);
            case LESS_OR_EQUAL -> new BytesRange(literal, -1, true, false, false);
            case GREATER -> new BytesRange(literal, 1, false, false, false);
            case GREATER_OR_EQUAL -> new BytesRange(literal, 1, true, false, false);
            case STARTS_WITH -> new BytesRange(literal, 0, true, true, false);
        };
    }
}
