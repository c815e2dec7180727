package io.weir.parquet;

import io.weir.error.CorruptFileException;
import io.weir.storage.Location;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** A file that is a byte array. */
final class MemoryFile {

    private static final Location HERE = Location.of("/memory/file.parquet");

    private MemoryFile() {}

    /** Collects what is written. */
    static final class Output implements StorageOutput {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final boolean kept;
        private long sizeBytes;
        boolean aborted;
        boolean closed;

        Output() {
            this(true);
        }

        /** Forgets the bytes unless they are to be kept. */
        Output(boolean kept) {
            this.kept = kept;
        }

        @Override
        public Location location() {
            return HERE;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            sizeBytes += length;
            if (kept) {
                bytes.write(source, offset, length);
            }
        }

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }

        @Override
        public void abort() {
            aborted = !closed;
        }

        @Override
        public void close() {
            closed = !aborted;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    /** Reads from an array and counts what is read. */
    static final class Input implements StorageInput {
        private final byte[] bytes;
        final AtomicLong bytesRead = new AtomicLong();

        Input(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public Location location() {
            return HERE;
        }

        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            if (position < 0 || position + length > bytes.length) {
                throw new CorruptFileException(
                        HERE.toString(), "read of " + length + " bytes at " + position);
            }
            bytesRead.addAndGet(length);
            System.arraycopy(bytes, (int) position, target, offset, length);
        }

        @Override
        public void close() {}
    }
}
