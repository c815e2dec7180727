package io.weir.bench;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.DoubleVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Blob;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.InternalVector;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.data.variant.Variant;
import org.apache.paimon.types.RowKind;

/**
 * A row of a batch seen as Paimon's row, without copying, so that Paimon does not pay for the
 * generator.
 */
final class BatchRow implements InternalRow {

    private final Batch batch;
    private int row;

    BatchRow(Batch batch) {
        this.batch = batch;
    }

    BatchRow at(int newRow) {
        this.row = newRow;
        return this;
    }

    @Override
    public int getFieldCount() {
        return batch.columnCount();
    }

    @Override
    public RowKind getRowKind() {
        return RowKind.INSERT;
    }

    @Override
    public void setRowKind(RowKind kind) {
        throw refused("row kinds");
    }

    @Override
    public boolean isNullAt(int column) {
        return batch.column(column).isNull(row);
    }

    @Override
    public int getInt(int column) {
        return ((IntVector) batch.column(column)).values()[row];
    }

    @Override
    public long getLong(int column) {
        return ((LongVector) batch.column(column)).values()[row];
    }

    @Override
    public double getDouble(int column) {
        return ((DoubleVector) batch.column(column)).values()[row];
    }

    @Override
    public BinaryString getString(int column) {
        BytesVector text = (BytesVector) batch.column(column);
        int start = text.offsets()[row];
        return BinaryString.fromBytes(text.data(), start, text.offsets()[row + 1] - start);
    }

    @Override
    public Decimal getDecimal(int column, int precision, int scale) {
        return Decimal.fromUnscaledLong(getLong(column), precision, scale);
    }

    @Override
    public Timestamp getTimestamp(int column, int precision) {
        return Timestamp.fromEpochMillis(getLong(column));
    }

    @Override
    public boolean getBoolean(int column) {
        throw refused("BOOLEAN");
    }

    @Override
    public byte getByte(int column) {
        throw refused("TINYINT");
    }

    @Override
    public short getShort(int column) {
        throw refused("SMALLINT");
    }

    @Override
    public float getFloat(int column) {
        throw refused("FLOAT");
    }

    @Override
    public byte[] getBinary(int column) {
        throw refused("BINARY");
    }

    @Override
    public Variant getVariant(int column) {
        throw refused("VARIANT");
    }

    @Override
    public Blob getBlob(int column) {
        throw refused("BLOB");
    }

    @Override
    public InternalArray getArray(int column) {
        throw refused("ARRAY");
    }

    @Override
    public InternalVector getVector(int column) {
        throw refused("VECTOR");
    }

    @Override
    public InternalMap getMap(int column) {
        throw refused("MAP");
    }

    @Override
    public InternalRow getRow(int column, int fieldCount) {
        throw refused("ROW");
    }

    private static IllegalStateException refused(String what) {
        return new IllegalStateException("benchmark rows have no " + what);
    }
}
