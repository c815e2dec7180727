package io.weir.sql;

import io.weir.data.Batch;
import io.weir.data.ByteVector;
import io.weir.data.ColumnVector;
import io.weir.data.RowKind;
import io.weir.data.VectorBuilder;
import io.weir.table.BatchReader;
import io.weir.type.RowType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a table with row kinds, made of batches as {@link RowChanges} describes them. The old
 * images of a batch come as a batch of their own before the rows that replace them.
 */
final class ChangedRows implements BatchReader {

    private final BatchReader source;
    private final RowType rowType;
    private final @Nullable RowKind image;
    private @Nullable Batch following;
    private long imageCount;

    /**
     * @param source closed with this
     * @param rowType of the table
     * @param image the kind of old images, null when the source has none
     */
    ChangedRows(BatchReader source, RowType rowType, @Nullable RowKind image) {
        this.source = source;
        this.rowType = rowType;
        this.image = image;
    }

    /** How many of the rows so far were old images. */
    long imageCount() {
        return imageCount;
    }

    @Override
    public @Nullable Batch next() {
        Batch waiting = following;
        following = null;
        if (waiting != null) {
            return waiting;
        }
        Batch batch = source.next();
        if (batch == null) {
            return null;
        }
        int columns = rowType.size();
        byte[] kinds = ((ByteVector) batch.column(columns)).values();
        Batch rows = new Batch(batch.rowCount(), columns(batch, 0), kinds);
        Batch images = image == null ? null : images(batch, kinds, image);
        if (images == null) {
            return rows;
        }
        following = rows;
        return images;
    }

    private ColumnVector[] columns(Batch batch, int from) {
        return Arrays.copyOfRange(batch.columns(), from, from + rowType.size());
    }

    /** The updated rows as they were; null if no row is updated. */
    private @Nullable Batch images(Batch batch, byte[] kinds, RowKind kind) {
        int[] updated = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (kinds[row] == RowKind.UPDATE_AFTER.code()) {
                updated[count++] = row;
            }
        }
        if (count == 0) {
            return null;
        }
        ColumnVector[] before = columns(batch, rowType.size() + 1);
        if (count < batch.rowCount()) {
            for (int column = 0; column < before.length; column++) {
                VectorBuilder chosen = VectorBuilder.of(rowType.type(column), count);
                chosen.append(before[column], updated, 0, count);
                before[column] = chosen.build();
            }
        }
        byte[] imageKinds = new byte[count];
        Arrays.fill(imageKinds, kind.code());
        imageCount += count;
        return new Batch(count, before, imageKinds);
    }

    @Override
    public void close() {
        source.close();
    }
}
