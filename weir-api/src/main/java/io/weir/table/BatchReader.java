package io.weir.table;

import io.weir.data.Batch;
import org.jspecify.annotations.Nullable;

/** Batches one after the other. One thread at a time. */
public interface BatchReader extends AutoCloseable {

    /** The next batch, never empty; null at the end. The batch stays valid after further calls. */
    @Nullable Batch next();

    @Override
    void close();
}
