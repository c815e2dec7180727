package io.weir.format;

import io.weir.data.Batch;

/** Writes one file. One thread at a time. */
public interface FormatWriter extends AutoCloseable {

    /** Adds rows; row kinds of the batch are ignored (a kind column is a column like others). */
    void write(Batch batch);

    /** Bytes written plus a fair estimate of what is buffered; grows with every write. */
    long sizeBytesEstimate();

    /** Completes the file. Call once; then only {@link #close}. */
    WrittenFile finish();

    /** Gives the file up unless it was finished. */
    @Override
    void close();
}
