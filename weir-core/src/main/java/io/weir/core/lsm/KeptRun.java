package io.weir.core.lsm;

import io.weir.core.file.Run;
import io.weir.format.RowCursor;

/** A view of a run that does not close it, for reading it more than once. */
record KeptRun(Run run) implements Run {

    @Override
    public RowCursor keys() {
        return run.keys();
    }

    @Override
    public RowCursor values() {
        return run.values();
    }

    @Override
    public int[] valueFromKey() {
        return run.valueFromKey();
    }

    @Override
    public long rowCount() {
        return run.rowCount();
    }

    @Override
    public void close() {}
}
