package io.weir.core.maintain;

import io.weir.core.codec.BinaryRow;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.predicate.Predicate;
import io.weir.predicate.RowFilter;
import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** A condition on partition columns, asked of serialised partitions. */
final class PartitionFilter {

    private final RowType type;
    private final @Nullable RowFilter filter;

    /**
     * @param predicate null: every partition satisfies it
     */
    PartitionFilter(RowType type, @Nullable Predicate predicate) {
        this.type = type;
        this.filter = predicate == null ? null : RowFilter.of(predicate, type);
    }

    boolean accepts(byte[] partition) {
        if (filter == null) {
            return true;
        }
        Object[] values = BinaryRow.ofSerialized(partition).values(type);
        ColumnVector[] columns = new ColumnVector[values.length];
        for (int column = 0; column < columns.length; column++) {
            VectorBuilder builder = VectorBuilder.of(type.type(column), 1);
            builder.appendValue(values[column]);
            columns[column] = builder.build();
        }
        return !filter.select(columns, 1).isEmpty();
    }
}
