package io.weir.parquet;

import io.weir.data.ArrayVector;
import io.weir.data.ColumnVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.error.InvalidRequestException;
import io.weir.format.ColumnStatistics;
import io.weir.type.DataType;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a column, or a node of a nested one: cuts its values into levels and hands the leaves to
 * their {@link ChunkWriter}s.
 */
final class ColumnWriter {

    /** Rows of a nested column that are cut into levels at once. */
    private static final int SLICE_ROWS = 1024;

    /** About the memory of those rows; fewer are taken if they are bigger. */
    private static final int SLICE_BYTES = 1 << 20;

    private final DataType type;
    private final String name;
    private final int repetition;
    private final List<ColumnWriter> children;
    private final @Nullable ChunkWriter leaf;

    /**
     * @param repetition level of the node's repeated group, for arrays and maps
     * @param children nodes below, none for a leaf
     * @param leaf the leaf's writer, null for other nodes
     */
    ColumnWriter(
            DataType type,
            String name,
            int repetition,
            List<ColumnWriter> children,
            @Nullable ChunkWriter leaf) {
        this.type = type instanceof MultisetType multiset ? multiset.asMap() : type;
        this.name = name;
        this.repetition = repetition;
        this.children = children;
        this.leaf = leaf;
    }

    /** Takes rows of a top-level column. */
    void write(ColumnVector column, int from, int count) {
        if (leaf != null) {
            leaf.write(column, from, count);
            return;
        }
        long rowBytes = column.memoryBytes() / Math.max(1, column.length()) + 1;
        int most = (int) Math.max(1, Math.min(SLICE_ROWS, SLICE_BYTES / rowBytes));
        for (int row = from; row < from + count; row += most) {
            int slice = Math.min(most, from + count - row);
            cut(column, Slots.ofRows(row, slice), slice);
        }
    }

    private void cut(ColumnVector column, Slots slots, int rowCount) {
        if (leaf != null) {
            leaf.write(column, slots, rowCount);
            return;
        }
        Slots below = type.nullable() ? slots.below(column) : checked(column, slots);
        switch (type.kind()) {
            case ARRAY -> {
                ArrayVector array = (ArrayVector) column;
                Slots elements = below.repeated(array.offsets(), repetition);
                children.get(0).cut(array.elements(), elements, rowCount);
            }
            case MAP -> {
                MapVector map = (MapVector) column;
                Slots entries = below.repeated(map.offsets(), repetition);
                children.get(0).cut(map.keys(), entries, rowCount);
                children.get(1).cut(map.values(), entries, rowCount);
            }
            default -> {
                ColumnVector[] fields = ((RowVector) column).children();
                for (int field = 0; field < fields.length; field++) {
                    children.get(field).cut(fields[field], below, rowCount);
                }
            }
        }
    }

    private Slots checked(ColumnVector column, Slots slots) {
        if (!column.validity().allValid()) {
            for (int slot = 0; slot < slots.count(); slot++) {
                int row = slots.rows()[slot];
                if (row >= 0 && column.isNull(row)) {
                    throw new InvalidRequestException(
                            "column " + name + " is NOT NULL, but a value is null");
                }
            }
        }
        return slots;
    }

    ColumnStatistics statistics() {
        return leaf == null ? ColumnStatistics.UNKNOWN : leaf.statistics();
    }

    /** The map type whose layout a multiset has, or the map type itself. */
    static MapType mapOf(DataType type) {
        return type instanceof MultisetType multiset ? multiset.asMap() : (MapType) type;
    }
}
