package io.weir.cdc;

/** How far the log was taken when a table is looked at. */
interface LogPlace {

    /** Nothing was taken yet. */
    LogPlace BEGINNING =
            new LogPlace() {
                @Override
                public boolean isSeenBy(XidSnapshot reader) {
                    return true;
                }

                @Override
                public void settle(TableSync table) {
                    // There is nothing to settle.
                }
            };

    /** Whether a reader of the source saw all that was taken from the log. */
    boolean isSeenBy(XidSnapshot reader);

    /** Commits what a table has of transactions that are complete, if that is all it has. */
    void settle(TableSync table);
}
