package io.weir.core.merge;

import io.weir.core.file.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges runs: for each key the row that wins, in key order. One thread at a time. Owns the runs and closes them.
 */
public final class MergeReader implements AutoCloseable {

    private final MergeSpec spec;
    private final List<Run> runs;

    /**
     * @param runs opened with {@link MergeSpec#runSpec}; where sequences tie fully, the later run of the list is the newer
     */
    public MergeReader(MergeSpec spec, List<Run> runs) {
        this.spec = spec;
        this.runs = List.copyOf(runs);
    }

    /** The next rows, never none; null at the end. */
    public @Nullable MergedBatch next() {
        throw new IllegalStateException("not written yet: " + spec + runs);
    }

    @Override
    public void close() {
        runs.forEach(Run::close);
    }
}
