package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.parquet.encoding.MalformedException;

/** Decimals that were stored as bytes, in the vector of the declared digits. */
final class DecimalChecks {

    private DecimalChecks() {}

    /** Vectors of LONG take only numbers of 64 bits; others of more are an error. */
    static ColumnVector vector(
            LeafShape shape, long[] high, long[] low, int length, Validity validity) {
        if (shape.vectorKind() == VectorKind.WIDE) {
            return new WideVector(high, low, length, validity);
        }
        for (int row = 0; row < length; row++) {
            if (high[row] != low[row] >> 63 && validity.isValid(row)) {
                throw new MalformedException(
                        "a value of more than 64 bits in a column of " + shape.type());
            }
        }
        return new LongVector(low, length, validity);
    }
}
