package io.weir.interop;

import io.weir.data.Row;
import java.util.List;
import java.util.Map;

/** A stream of a table's changes. One thread at a time. */
interface Tail {

    /** What is there to read now: rows by the snapshot they are of, those without rows left out. */
    Map<Long, List<Row>> drain();

    /** A new stream that goes on where this one is. */
    Tail resumed();
}
