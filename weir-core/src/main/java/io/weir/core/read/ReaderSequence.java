package io.weir.core.read;

import io.weir.data.Batch;
import io.weir.table.BatchReader;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readers one after the other; each is opened when the one before is at its end. One thread at a
 * time.
 */
final class ReaderSequence implements BatchReader {

    private final List<Supplier<BatchReader>> openers;
    private int nextReader;
    private @Nullable BatchReader open;

    ReaderSequence(List<Supplier<BatchReader>> openers) {
        this.openers = openers;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            BatchReader current = open;
            if (current == null) {
                if (nextReader == openers.size()) {
                    return null;
                }
                current = openers.get(nextReader++).get();
                open = current;
            }
            Batch batch = current.next();
            if (batch != null) {
                return batch;
            }
            close();
        }
    }

    @Override
    public void close() {
        BatchReader current = open;
        if (current != null) {
            open = null;
            current.close();
        }
    }
}
