package io.weir.predicate;

import io.weir.data.ColumnVector;
import io.weir.predicate.Predicate.And;
import io.weir.predicate.Predicate.Compare;
import io.weir.predicate.Predicate.In;
import io.weir.predicate.Predicate.IsNull;
import io.weir.predicate.Predicate.Or;
import io.weir.type.RowType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A predicate made ready for a row type: columns are positions, literals are in vectors' form. */
abstract class Condition {

    /** Bits of the rows that satisfy it. The array is the caller's. */
    abstract long[] matches(ColumnVector[] columns, int rowCount);

    abstract boolean mayMatch(Statistics statistics);

    abstract boolean allMatch(Statistics statistics);

    static Condition of(Predicate predicate, RowType type) {
        return made(Literals.normalise(predicate, type), type);
    }

    private static Condition made(Predicate predicate, RowType type) {
        if (predicate instanceof And and) {
            return new Joined(parts(and.parts(), type), true);
        }
        if (predicate instanceof Or or) {
            return new Joined(parts(or.parts(), type), false);
        }
        if (predicate instanceof Compare compare) {
            int column = type.index(compare.column());
            Leaf leaf = Leaves.of(compare.comparison(), compare.literal(), type.type(column));
            return leaf == null ? new Joined(List.of(), false) : new Value(column, leaf);
        }
        if (predicate instanceof In in) {
            int column = type.index(in.column());
            return new Value(column, Leaves.in(in.literals(), type.type(column)));
        }
        if (predicate instanceof IsNull isNull) {
            return new Nullness(type.index(isNull.column()), true);
        }
        return new Nullness(type.index(((Predicate.IsNotNull) predicate).column()), false);
    }

    private static List<Condition> parts(List<Predicate> parts, RowType type) {
        return parts.stream().map(part -> made(part, type)).toList();
    }

    /** AND or OR. */
    private static final class Joined extends Condition {

        private final List<Condition> parts;
        private final boolean all;

        Joined(List<Condition> parts, boolean all) {
            this.parts = parts;
            this.all = all;
        }

        @Override
        long[] matches(ColumnVector[] columns, int rowCount) {
            long[] joined = null;
            for (Condition part : parts) {
                long[] matches = part.matches(columns, rowCount);
                joined = joined == null ? matches : join(joined, matches);
            }
            return joined == null ? constant(rowCount, all) : joined;
        }

        private long[] join(long[] left, long[] right) {
            for (int word = 0; word < left.length; word++) {
                left[word] = all ? left[word] & right[word] : left[word] | right[word];
            }
            return left;
        }

        @Override
        boolean mayMatch(Statistics statistics) {
            return all
                    ? parts.stream().allMatch(part -> part.mayMatch(statistics))
                    : parts.stream().anyMatch(part -> part.mayMatch(statistics));
        }

        @Override
        boolean allMatch(Statistics statistics) {
            return all
                    ? parts.stream().allMatch(part -> part.allMatch(statistics))
                    : parts.stream().anyMatch(part -> part.allMatch(statistics));
        }
    }

    /** A leaf that nulls do not satisfy. */
    private static final class Value extends Condition {

        private final int column;
        private final Leaf leaf;

        Value(int column, Leaf leaf) {
            this.column = column;
            this.leaf = leaf;
        }

        @Override
        long[] matches(ColumnVector[] columns, int rowCount) {
            long[] matches = new long[(rowCount + 63) >>> 6];
            leaf.matches(columns[column], rowCount, matches);
            return matches;
        }

        @Override
        boolean mayMatch(Statistics statistics) {
            if (statistics.nullCount(column) == statistics.rowCount()) {
                return false;
            }
            ColumnVector bounds = bounds(statistics);
            return bounds == null || leaf.mayMatch(bounds);
        }

        @Override
        boolean allMatch(Statistics statistics) {
            if (statistics.nullCount(column) != 0) {
                return false;
            }
            ColumnVector bounds = bounds(statistics);
            return bounds != null && leaf.allMatch(bounds);
        }

        private @Nullable ColumnVector bounds(Statistics statistics) {
            ColumnVector bounds = statistics.bounds(column);
            return bounds instanceof io.weir.data.DictionaryVector coded ? coded.flatten() : bounds;
        }
    }

    /** IS NULL or IS NOT NULL. */
    private static final class Nullness extends Condition {

        private final int column;
        private final boolean isNull;

        Nullness(int column, boolean isNull) {
            this.column = column;
            this.isNull = isNull;
        }

        @Override
        long[] matches(ColumnVector[] columns, int rowCount) {
            long[] valid = columns[column].validity().words();
            if (valid == null) {
                return constant(rowCount, !isNull);
            }
            long[] matches = Arrays.copyOf(valid, (rowCount + 63) >>> 6);
            if (isNull) {
                for (int word = 0; word < matches.length; word++) {
                    matches[word] = ~matches[word];
                }
            }
            return matches;
        }

        @Override
        boolean mayMatch(Statistics statistics) {
            long other = isNull ? 0 : statistics.rowCount();
            return statistics.nullCount(column) != other;
        }

        @Override
        boolean allMatch(Statistics statistics) {
            long wanted = isNull ? statistics.rowCount() : 0;
            return statistics.nullCount(column) == wanted;
        }
    }

    private static long[] constant(int rowCount, boolean value) {
        long[] words = new long[(rowCount + 63) >>> 6];
        if (value) {
            Arrays.fill(words, -1L);
        }
        return words;
    }
}
