package io.weir.data;

import io.weir.type.RowType;
import org.jspecify.annotations.Nullable;

/** Builds {@link RowVector}s. */
final class RowBuilder extends VectorBuilder {

    private final RowType type;
    private final VectorBuilder[] children;
    private final ValidityBuilder validity = new ValidityBuilder();

    RowBuilder(RowType type, int rowsExpected) {
        this.type = type;
        this.children = new VectorBuilder[type.size()];
        for (int column = 0; column < children.length; column++) {
            children[column] = VectorBuilder.of(type.type(column), rowsExpected);
        }
    }

    @Override
    public int length() {
        return validity.length();
    }

    @Override
    public long memoryBytes() {
        long bytes = validity.memoryBytes();
        for (VectorBuilder child : children) {
            bytes += child.memoryBytes();
        }
        return bytes;
    }

    @Override
    public void appendNull() {
        for (VectorBuilder child : children) {
            child.appendNull();
        }
        validity.appendNull();
    }

    @Override
    public void append(ColumnVector source, int row) {
        appendRange(source, row, 1);
    }

    @Override
    public void append(ColumnVector source, int[] rows, int from, int count) {
        ColumnVector[] columns = ((RowVector) source).children();
        for (int column = 0; column < children.length; column++) {
            children[column].append(columns[column], rows, from, count);
        }
        validity.appendRows(source.validity(), rows, from, count);
    }

    @Override
    public void appendRange(ColumnVector source, int from, int count) {
        ColumnVector[] columns = ((RowVector) source).children();
        for (int column = 0; column < children.length; column++) {
            children[column].appendRange(columns[column], from, count);
        }
        validity.appendRange(source.validity(), from, count);
    }

    @Override
    public void appendValue(@Nullable Object value) {
        if (value == null) {
            appendNull();
            return;
        }
        JavaValues.check(type, value);
        Row row = (Row) value;
        for (int column = 0; column < children.length; column++) {
            children[column].appendValue(row.get(column));
        }
        validity.appendValid(1);
    }

    @Override
    public ColumnVector build() {
        int length = validity.length();
        ColumnVector[] built = new ColumnVector[children.length];
        for (int column = 0; column < children.length; column++) {
            built[column] = children[column].build();
        }
        return new RowVector(built, length, validity.build());
    }
}
