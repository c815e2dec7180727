package io.weir.sql;

import org.jspecify.annotations.Nullable;

/** A statement that writes the rows of a query, which EXPLAIN shows. */
interface Explained extends Statement {

    /** The query whose rows it writes; null if it reads none and only changes metadata. */
    @Nullable String query(SessionState session);
}
