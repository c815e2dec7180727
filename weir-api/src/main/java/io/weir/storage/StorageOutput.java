package io.weir.storage;

/** A file being written. One thread at a time. */
public interface StorageOutput extends AutoCloseable {

    Location location();

    void write(byte[] source, int offset, int length);

    /** Bytes written so far. */
    long sizeBytes();

    /** Gives the file up: nothing of it stays. No effect after {@link #close}. */
    void abort();

    /** Completes the file and makes it visible. No effect after {@link #abort}. */
    @Override
    void close();
}
