package io.weir.cdc;

/** How far the log was taken when a table is looked at. */
interface LogPlace {

    /** Nothing was taken yet. */
    LogPlace BEGINNING =
            table -> {
                // There is nothing to settle.
            };

    /** Commits what a table has of transactions that are complete, if that is all it has. */
    void settle(TableSync table);
}
