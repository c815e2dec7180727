package io.weir.core.storage;

import io.weir.error.CorruptFileException;
import io.weir.storage.Location;
import io.weir.storage.StorageInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A local file open for range reads; reads do not move a position, so threads do not meet. */
final class LocalInput implements StorageInput {

    private final Location location;
    private final FileChannel channel;
    private final long sizeBytes;

    LocalInput(Location location, FileChannel channel, long sizeBytes) {
        this.location = location;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        try {
            long at = position;
            while (buffer.hasRemaining()) {
                int read = at < 0 ? -1 : channel.read(buffer, at);
                if (read < 0) {
                    throw new CorruptFileException(
                            location.path(),
                            "ends at byte "
                                    + sizeBytes
                                    + ", expected "
                                    + length
                                    + " bytes from byte "
                                    + position);
                }
                at += read;
            }
        } catch (IOException e) {
            throw LocalStorage.failure(Path.of(location.path()), "cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalStorage.failure(Path.of(location.path()), "cannot be closed", e);
        }
    }
}
