package io.weir.core.storage;

import io.weir.storage.Location;
import io.weir.storage.StorageOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A local file being written under its temporary name. */
final class LocalOutput implements StorageOutput {

    private final Location location;
    private final Path path;
    private final Path temporary;
    private final FileChannel channel;
    private final boolean fsync;
    private long sizeBytes;
    private boolean ended;

    LocalOutput(Location location, Path path, Path temporary, FileChannel channel, boolean fsync) {
        this.location = location;
        this.path = path;
        this.temporary = temporary;
        this.channel = channel;
        this.fsync = fsync;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        try {
            LocalStorage.writeFully(channel, ByteBuffer.wrap(source, offset, length));
            sizeBytes += length;
        } catch (IOException e) {
            abort();
            throw LocalStorage.failure(path, "cannot be written", e);
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void abort() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // A hidden temporary file stays; orphan cleaning knows its name.
            return;
        }
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            try (FileChannel closing = channel) {
                if (fsync) {
                    closing.force(false);
                }
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LocalStorage.deleteQuietly(temporary);
            throw LocalStorage.failure(path, "cannot be completed", e);
        }
    }
}
