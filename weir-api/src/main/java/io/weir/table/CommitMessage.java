package io.weir.table;

import io.weir.data.Row;

/** What a writer hands to the commit for one bucket: files added and removed. Immutable. */
public interface CommitMessage {

    Row partition();

    int bucket();

    boolean isEmpty();

    /** The versioned binary form, read by {@link Table#decodeMessage}. */
    byte[] toBytes();
}
