package io.weir.core.read;

import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergedBatch;
import io.weir.data.Batch;
import io.weir.data.RowKind;
import io.weir.table.BatchReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a merge yields, as batches of a read. One thread at a time. */
final class MergedRows implements BatchReader {

    private final MergeReader merge;
    private final boolean asDeletes;

    /**
     * @param asDeletes whether each row is given as a delete
     */
    MergedRows(MergeReader merge, boolean asDeletes) {
        this.merge = merge;
        this.asDeletes = asDeletes;
    }

    @Override
    public @Nullable Batch next() {
        MergedBatch merged = merge.next();
        if (merged == null) {
            return null;
        }
        Batch values = merged.values();
        if (!asDeletes) {
            return values;
        }
        byte[] kinds = new byte[values.rowCount()];
        Arrays.fill(kinds, RowKind.DELETE.code());
        return new Batch(values.rowCount(), values.columns(), kinds);
    }

    @Override
    public void close() {
        merge.close();
    }
}
