package io.weir.core.read;

import io.weir.predicate.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter taken apart: all parts must be satisfied.
 *
 * @param parts none is itself a conjunction
 */
public record Conjuncts(List<Predicate> parts) {

    public Conjuncts {
        parts = List.copyOf(parts);
    }

    /** The parts of a filter; none for null. */
    public static Conjuncts of(@Nullable Predicate filter) {
        List<Predicate> parts = new ArrayList<>();
        if (filter != null) {
            flatten(filter, parts);
        }
        return new Conjuncts(parts);
    }

    private static void flatten(Predicate predicate, List<Predicate> into) {
        if (predicate instanceof Predicate.And and) {
            and.parts().forEach(part -> flatten(part, into));
        } else {
            into.add(predicate);
        }
    }

    /** The conjunction of the parts that ask for these columns only, null if there is none. */
    public @Nullable Predicate over(List<String> columns) {
        List<Predicate> chosen = parts.stream().filter(part -> isOver(part, columns)).toList();
        return chosen.isEmpty() ? null : new Predicate.And(chosen);
    }

    /** Whether a predicate asks for no other columns. */
    public static boolean isOver(Predicate predicate, List<String> columns) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().allMatch(part -> isOver(part, columns));
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().allMatch(part -> isOver(part, columns));
        }
        return columns.contains(columnOf(predicate));
    }

    private static String columnOf(Predicate leaf) {
        if (leaf instanceof Predicate.Compare compare) {
            return compare.column();
        }
        if (leaf instanceof Predicate.In in) {
            return in.column();
        }
        if (leaf instanceof Predicate.IsNull isNull) {
            return isNull.column();
        }
        return ((Predicate.IsNotNull) leaf).column();
    }

    /** Adds the columns a predicate asks for. */
    public static void addColumns(@Nullable Predicate predicate, Set<String> columns) {
        if (predicate == null) {
            return;
        }
        if (predicate instanceof Predicate.And and) {
            and.parts().forEach(part -> addColumns(part, columns));
        } else if (predicate instanceof Predicate.Or or) {
            or.parts().forEach(part -> addColumns(part, columns));
        } else {
            columns.add(columnOf(predicate));
        }
    }
}
