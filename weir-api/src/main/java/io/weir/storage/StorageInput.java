package io.weir.storage;

/** An open file for range reads. Safe for many threads. */
public interface StorageInput extends AutoCloseable {

    Location location();

    /** Length of the file in bytes; it does not change. */
    long sizeBytes();

    /**
     * Fills {@code target[offset .. offset + length)} with the bytes from {@code position}.
     *
     * @throws io.weir.error.CorruptFileException the file ends before
     */
    void read(long position, byte[] target, int offset, int length);

    @Override
    void close();
}
