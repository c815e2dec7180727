package io.weir.sql;

import org.jspecify.annotations.Nullable;

/**
 * The first error that a statement's scans met. DuckDB passes on only its words; this keeps the
 * error itself. Safe for many threads.
 */
final class ScanErrors {

    private @Nullable Throwable first;

    synchronized void add(Throwable error) {
        if (first == null) {
            first = error;
        }
    }

    synchronized @Nullable Throwable first() {
        return first;
    }
}
