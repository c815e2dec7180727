package io.weir.core.file;

import io.weir.predicate.Predicate;
import io.weir.type.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a merge wants of the files of one bucket.
 *
 * @param keyType the trimmed primary key columns, in key order, with the table's current types
 * @param sequenceFields the columns of {@code sequence.field} as the table has them now; empty type
 *     when there are none
 * @param values the wanted value columns, possibly with nested fields left out
 * @param fromKey serialised trimmed key: only rows with this key or a greater one; null for no
 *     bound
 * @param toKey serialised trimmed key: only rows with a smaller key; null for no bound
 * @param keyPredicate a condition on key columns only; rows that do not satisfy it may be left out
 *     (all rows of such a key alike), null for none
 * @param versions what is asked of sequence numbers and row kinds
 */
public record RunSpec(
        RowType keyType,
        RowType sequenceFields,
        RowType values,
        byte @Nullable [] fromKey,
        byte @Nullable [] toKey,
        @Nullable Predicate keyPredicate,
        Versions versions) {

    /** How true sequence numbers and row kinds must be. The less is asked, the less is read. */
    public enum Versions {
        /** Each row's own, as they go into another file. */
        EXACT,
        /** Each row's own number; of its kind only whether it is a retract. */
        RETRACTS,
        /**
         * As {@link #RETRACTS}, and a row may have any number of its file instead of its own. For
         * files of which no two of different runs overlap in sequence numbers.
         */
        BY_FILE
    }

    public static RunSpec of(RowType keyType, RowType sequenceFields, RowType values) {
        return new RunSpec(keyType, sequenceFields, values, null, null, null, Versions.EXACT);
    }

    /** Names of the sequence columns. */
    public List<String> sequenceNames() {
        return sequenceFields.names();
    }
}
