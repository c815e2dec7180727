package io.weir.core.index;

import io.weir.core.meta.IndexFile;
import io.weir.core.meta.TableLayout;
import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads and writes the HASH index files of dynamic buckets.
 *
 * <p>File: one big-endian int32 a key, the hash of its trimmed primary key; nothing else, no order
 * (format section 6.3, golden table {@code pk_dynamic}). Safe for many threads.
 */
public final class HashIndexStore {

    private static final int CHUNK_HASHES = 1 << 14;
    private static final long HASHES_BYTES_MAX = 1L << 30;

    private final Storage storage;
    private final TableLayout layout;
    private final Environment environment;

    public HashIndexStore(Storage storage, TableLayout layout, Environment environment) {
        this.storage = storage;
        this.layout = layout;
        this.environment = environment;
    }

    /**
     * The hashes of a file, as many as its entry says.
     *
     * @throws CorruptFileException the file's length is not four bytes a hash
     */
    public int[] read(IndexFile file) {
        Location location = layout.index(file);
        try (StorageInput input = storage.open(location)) {
            long size = input.sizeBytes();
            if (size % 4 != 0 || size / 4 != file.rowCount() || size > HASHES_BYTES_MAX) {
                throw new CorruptFileException(
                        location.toString(),
                        "a hash index of "
                                + file.rowCount()
                                + " hashes must have 4 bytes each, found "
                                + size
                                + " bytes");
            }
            byte[] bytes = new byte[(int) size];
            input.read(0, bytes, 0, bytes.length);
            int[] hashes = new int[bytes.length / 4];
            ByteBuffer.wrap(bytes).asIntBuffer().get(hashes);
            return hashes;
        }
    }

    /** Writes a bucket's hashes under a new name and gives the ADD entry for it. */
    public IndexFile write(byte[] partition, int bucket, int[] hashes) {
        String name = layout.newIndexName(environment);
        IndexFile file =
                new IndexFile(
                        true,
                        partition,
                        bucket,
                        IndexFile.HASH,
                        name,
                        4L * hashes.length,
                        hashes.length,
                        null,
                        null,
                        null);
        writeHashes(storage.create(layout.index(file)), hashes);
        return file;
    }

    private static void writeHashes(StorageOutput output, int[] hashes) {
        boolean written = false;
        try {
            byte[] chunk = new byte[4 * Math.min(CHUNK_HASHES, hashes.length)];
            for (int from = 0; from < hashes.length; from += CHUNK_HASHES) {
                int count = Math.min(CHUNK_HASHES, hashes.length - from);
                ByteBuffer.wrap(chunk).asIntBuffer().put(hashes, from, count);
                output.write(chunk, 0, 4 * count);
            }
            written = true;
        } finally {
            if (!written) {
                output.abort();
            }
            output.close();
        }
    }

    /** Deletes index files that no commit will name. */
    public void delete(List<IndexFile> files) {
        storage.delete(files.stream().map(layout::index).toList());
    }
}
