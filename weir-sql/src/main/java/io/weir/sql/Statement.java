package io.weir.sql;

/** A parsed statement, ready to be executed once. */
interface Statement {

    /** Does what it says; the result must be closed. */
    SqlResult execute(SessionState session);
}
