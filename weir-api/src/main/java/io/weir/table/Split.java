package io.weir.table;

import io.weir.data.Row;
import io.weir.storage.Location;
import java.util.List;

/** A piece of a read: files of one bucket, or of one key range of it. Immutable. */
public interface Split {

    /** Values of the partition columns. */
    Row partition();

    int bucket();

    /** Physical rows in its files; the read may yield fewer. */
    long rowCount();

    long sizeBytes();

    /**
     * Whether its files are read as they are, without merging: any reader of the file format gets
     * the right rows.
     */
    boolean isRaw();

    /** The data files, for showing and for handing raw ones to another reader. */
    List<Location> files();

    /** The versioned binary form, read by {@link Table#decodeSplit}. */
    byte[] toBytes();
}
