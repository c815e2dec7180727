package io.weir.core.file;

import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.VectorBuilder;
import io.weir.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How wanted columns are made from the columns read of one file. Used by one thread at a time,
 * because it keeps the constant columns it made last.
 */
final class ColumnPlan {

    /**
     * One wanted column.
     *
     * @param source position in the batch that is read; -1 for a constant
     * @param conversion from what is read to the wanted type
     * @param constant the Java value of a constant column; null for a column of nulls
     * @param type the wanted type
     */
    record Column(int source, Conversion conversion, @Nullable Object constant, DataType type) {}

    private final Column[] columns;
    private final int[] fileColumns;
    private final boolean identity;
    private final @Nullable ColumnVector[] constants;

    /**
     * @param columns the wanted columns
     * @param fileColumns positions in the file type of what is read, each once
     */
    ColumnPlan(List<Column> columns, int[] fileColumns) {
        this.columns = columns.toArray(new Column[0]);
        this.fileColumns = fileColumns;
        this.constants = new ColumnVector[this.columns.length];
        this.identity = isIdentity(this.columns, fileColumns.length);
    }

    private static boolean isIdentity(Column[] columns, int readCount) {
        if (columns.length != readCount) {
            return false;
        }
        for (int column = 0; column < columns.length; column++) {
            if (columns[column].source() != column
                    || columns[column].conversion() != Conversion.NONE) {
                return false;
            }
        }
        return true;
    }

    /** Positions in the file type of the columns to read. */
    int[] fileColumns() {
        return fileColumns;
    }

    /** The wanted columns of a batch that was read. */
    Batch apply(Batch read) {
        if (identity) {
            return read;
        }
        ColumnVector[] wanted = new ColumnVector[columns.length];
        for (int position = 0; position < wanted.length; position++) {
            Column column = columns[position];
            wanted[position] =
                    column.source() < 0
                            ? constant(position, read.rowCount())
                            : column.conversion().apply(read.column(column.source()));
        }
        return new Batch(read.rowCount(), wanted);
    }

    private ColumnVector constant(int position, int length) {
        ColumnVector last = constants[position];
        if (last != null && last.length() == length) {
            return last;
        }
        Column column = columns[position];
        ColumnVector made = VectorBuilder.constant(column.type(), column.constant(), length);
        constants[position] = made;
        return made;
    }
}
