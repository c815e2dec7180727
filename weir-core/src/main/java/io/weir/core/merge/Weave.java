package io.weir.core.merge;

import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.DoubleVector;
import io.weir.data.FloatVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.data.VectorKind;
import io.weir.data.WideVector;
import io.weir.type.DataType;
import io.weir.type.RowType;
import java.util.Arrays;
import java.util.List;

/**
 * Makes output columns from pieces of many sources: each piece is written to its output rows,
 * source by source, so that each loop runs over two arrays. A column that is one whole source
 * vector is that vector.
 */
final class Weave {

    private final DataType[] types;
    private final TextWeave[] texts;

    /**
     * @param joinsAlways as {@link TextWeave} takes it
     */
    Weave(RowType values, boolean joinsAlways) {
        this.types = new DataType[values.size()];
        this.texts = new TextWeave[values.size()];
        for (int column = 0; column < types.length; column++) {
            types[column] = values.type(column);
            texts[column] = new TextWeave(joinsAlways);
        }
    }

    /**
     * The output column of a wanted value column.
     *
     * @param pieces together all rows of the output, each once
     * @param source position among the columns of the pieces
     */
    ColumnVector column(int column, List<Piece> pieces, int source, int rowCount) {
        if (isWhole(pieces, source, rowCount)) {
            return pieces.get(0).columns()[source];
        }
        return switch (VectorKind.of(types[column])) {
            case BYTE -> bytes(pieces, source, rowCount);
            case INT -> ints(pieces, source, rowCount);
            case LONG -> longs(pieces, source, rowCount);
            case WIDE -> wides(pieces, source, rowCount);
            case FLOAT -> floats(pieces, source, rowCount);
            case DOUBLE -> doubles(pieces, source, rowCount);
            case BYTES, DICTIONARY -> texts[column].column(pieces, source, rowCount);
            case ARRAY, MAP, ROW -> nested(types[column], pieces, source, rowCount);
        };
    }

    private static boolean isWhole(List<Piece> pieces, int source, int rowCount) {
        if (pieces.size() != 1) {
            return false;
        }
        Piece piece = pieces.get(0);
        return piece.count() == rowCount
                && piece.columns()[source].length() == rowCount
                && piece.row(0) == 0
                && piece.isRange();
    }

    static ColumnVector bytes(List<Piece> pieces, int source, int rowCount) {
        if (isWhole(pieces, source, rowCount)) {
            return pieces.get(0).columns()[source];
        }
        byte[] out = new byte[rowCount];
        for (Piece piece : pieces) {
            byte[] from = ((ByteVector) piece.columns()[source]).values();
            if (piece.isRange()) {
                System.arraycopy(from, piece.row(0), out, piece.outRows()[0], piece.count());
            } else if (piece.rows() == null) {
                scatter(from, piece.outRows(), piece.count(), out);
            } else {
                scatter(from, piece.rows(), piece.outRows(), piece.count(), out);
            }
        }
        return new ByteVector(out, rowCount, validity(pieces, source, rowCount));
    }

    private static ColumnVector ints(List<Piece> pieces, int source, int rowCount) {
        int[] out = new int[rowCount];
        for (Piece piece : pieces) {
            int[] from = ((IntVector) piece.columns()[source]).values();
            if (piece.isRange()) {
                System.arraycopy(from, piece.row(0), out, piece.outRows()[0], piece.count());
            } else if (piece.rows() == null) {
                scatter(from, piece.outRows(), piece.count(), out);
            } else {
                scatter(from, piece.rows(), piece.outRows(), piece.count(), out);
            }
        }
        return new IntVector(out, rowCount, validity(pieces, source, rowCount));
    }

    static ColumnVector longs(List<Piece> pieces, int source, int rowCount) {
        if (isWhole(pieces, source, rowCount)) {
            return pieces.get(0).columns()[source];
        }
        long[] out = new long[rowCount];
        for (Piece piece : pieces) {
            place(((LongVector) piece.columns()[source]).values(), piece, out);
        }
        return new LongVector(out, rowCount, validity(pieces, source, rowCount));
    }

    private static ColumnVector wides(List<Piece> pieces, int source, int rowCount) {
        long[] high = new long[rowCount];
        long[] low = new long[rowCount];
        for (Piece piece : pieces) {
            WideVector from = (WideVector) piece.columns()[source];
            place(from.high(), piece, high);
            place(from.low(), piece, low);
        }
        return new WideVector(high, low, rowCount, validity(pieces, source, rowCount));
    }

    private static void place(long[] from, Piece piece, long[] out) {
        if (piece.isRange()) {
            System.arraycopy(from, piece.row(0), out, piece.outRows()[0], piece.count());
        } else if (piece.rows() == null) {
            scatter(from, piece.outRows(), piece.count(), out);
        } else {
            scatter(from, piece.rows(), piece.outRows(), piece.count(), out);
        }
    }

    private static ColumnVector floats(List<Piece> pieces, int source, int rowCount) {
        float[] out = new float[rowCount];
        for (Piece piece : pieces) {
            float[] from = ((FloatVector) piece.columns()[source]).values();
            int[] outRows = piece.outRows();
            for (int index = 0; index < piece.count(); index++) {
                out[outRows[index]] = from[piece.row(index)];
            }
        }
        return new FloatVector(out, rowCount, validity(pieces, source, rowCount));
    }

    private static ColumnVector doubles(List<Piece> pieces, int source, int rowCount) {
        double[] out = new double[rowCount];
        for (Piece piece : pieces) {
            double[] from = ((DoubleVector) piece.columns()[source]).values();
            if (piece.isRange()) {
                System.arraycopy(from, piece.row(0), out, piece.outRows()[0], piece.count());
            } else {
                scatter(from, piece, out);
            }
        }
        return new DoubleVector(out, rowCount, validity(pieces, source, rowCount));
    }

    private static void scatter(byte[] from, int[] outRows, int count, byte[] out) {
        for (int index = 0; index < count; index++) {
            out[outRows[index]] = from[index];
        }
    }

    private static void scatter(byte[] from, int[] rows, int[] outRows, int count, byte[] out) {
        for (int index = 0; index < count; index++) {
            out[outRows[index]] = from[rows[index]];
        }
    }

    private static void scatter(int[] from, int[] outRows, int count, int[] out) {
        for (int index = 0; index < count; index++) {
            out[outRows[index]] = from[index];
        }
    }

    private static void scatter(int[] from, int[] rows, int[] outRows, int count, int[] out) {
        for (int index = 0; index < count; index++) {
            out[outRows[index]] = from[rows[index]];
        }
    }

    private static void scatter(long[] from, int[] outRows, int count, long[] out) {
        for (int index = 0; index < count; index++) {
            out[outRows[index]] = from[index];
        }
    }

    private static void scatter(long[] from, int[] rows, int[] outRows, int count, long[] out) {
        for (int index = 0; index < count; index++) {
            out[outRows[index]] = from[rows[index]];
        }
    }

    private static void scatter(double[] from, Piece piece, double[] out) {
        int[] outRows = piece.outRows();
        int[] rows = piece.rows();
        int count = piece.count();
        if (rows == null) {
            for (int index = 0; index < count; index++) {
                out[outRows[index]] = from[index];
            }
        } else {
            for (int index = 0; index < count; index++) {
                out[outRows[index]] = from[rows[index]];
            }
        }
    }

    /** Validity of the output rows. */
    static Validity validity(List<Piece> pieces, int source, int rowCount) {
        long[] words = null;
        for (Piece piece : pieces) {
            Validity from = piece.columns()[source].validity();
            long[] fromWords = from.words();
            if (fromWords == null) {
                continue;
            }
            if (words == null) {
                words = new long[Validity.wordCount(rowCount)];
                Arrays.fill(words, -1L);
            }
            int[] outRows = piece.outRows();
            for (int index = 0; index < piece.count(); index++) {
                int row = piece.row(index);
                if ((fromWords[row >>> 6] >>> row & 1) == 0) {
                    words[outRows[index] >>> 6] &= ~(1L << outRows[index]);
                }
            }
        }
        return words == null ? Validity.ALL : Validity.of(words);
    }

    private static ColumnVector nested(
            DataType type, List<Piece> pieces, int source, int rowCount) {
        int[] pieceOf = new int[rowCount];
        int[] rowOf = new int[rowCount];
        for (int number = 0; number < pieces.size(); number++) {
            Piece piece = pieces.get(number);
            for (int index = 0; index < piece.count(); index++) {
                pieceOf[piece.outRows()[index]] = number;
                rowOf[piece.outRows()[index]] = piece.row(index);
            }
        }
        VectorBuilder builder = VectorBuilder.of(type, rowCount);
        for (int start = 0; start < rowCount; ) {
            int end = start + 1;
            while (end < rowCount && pieceOf[end] == pieceOf[start]) {
                end++;
            }
            builder.append(pieces.get(pieceOf[start]).columns()[source], rowOf, start, end - start);
            start = end;
        }
        return builder.build();
    }
}
