package io.weir.cdc;

import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a table that wait until its rows are read: first in, first out, in memory up to a
 * bound and in a scratch file beyond. One thread may put while another takes.
 *
 * <p>A change is a byte for its kind, then both images: a byte 0 when there is none, else 1 and
 * each value as a tag and, for text and bytes, a length of four bytes and so many bytes.
 */
final class HeldChanges implements AutoCloseable {

    private static final int BLOCK_BYTES = 1 << 18;
    private static final int MEMORY_BLOCKS = 64;
    private static final int NULL = 0;
    private static final int TEXT = 1;
    private static final int BYTES = 2;
    private static final int UNCHANGED_TEXT = 3;
    private static final int UNCHANGED_BYTES = 4;
    private static final Change.Kind[] KINDS = Change.Kind.values();

    private final Environment environment;
    private final int columns;
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private int blocksInMemory;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private DataOutputStream open = new DataOutputStream(bytes);
    private int openChanges;
    private long held;
    private @Nullable RandomAccessFile file;
    private @Nullable Path path;
    private long fileEnd;

    /**
     * @param columns how many values an image has
     */
    HeldChanges(Environment environment, int columns) {
        this.environment = environment;
        this.columns = columns;
    }

    /**
     * Encoded changes.
     *
     * @param content null when they are in the file
     */
    private record Block(int changes, byte @Nullable [] content, long place, int length) {}

    /** How many wait. */
    synchronized long size() {
        return held;
    }

    /**
     * @throws StorageFailureException the scratch file could not be written
     */
    synchronized void put(Change change) {
        try {
            open.writeByte(change.kind().ordinal());
            write(change.before());
            write(change.after());
            openChanges++;
            held++;
            if (bytes.size() >= BLOCK_BYTES) {
                closeBlock();
            }
        } catch (IOException e) {
            throw failure("cannot write", e);
        }
    }

    private void write(@Nullable Object @Nullable [] image) throws IOException {
        open.writeByte(image == null ? 0 : 1);
        if (image == null) {
            return;
        }
        for (Object value : image) {
            if (value == null) {
                open.writeByte(NULL);
            } else if (RawValues.isUnchanged(value)) {
                open.writeByte(value instanceof byte[] ? UNCHANGED_BYTES : UNCHANGED_TEXT);
            } else {
                boolean binary = value instanceof byte[];
                byte[] content =
                        value instanceof byte[] raw
                                ? raw
                                : ((String) value).getBytes(StandardCharsets.UTF_8);
                open.writeByte(binary ? BYTES : TEXT);
                open.writeInt(content.length);
                open.write(content);
            }
        }
    }

    private void closeBlock() throws IOException {
        byte[] content = bytes.toByteArray();
        if (blocksInMemory < MEMORY_BLOCKS) {
            blocks.add(new Block(openChanges, content, 0, content.length));
            blocksInMemory++;
        } else {
            RandomAccessFile scratch = scratch();
            scratch.seek(fileEnd);
            scratch.write(content);
            blocks.add(new Block(openChanges, null, fileEnd, content.length));
            fileEnd += content.length;
        }
        bytes = new ByteArrayOutputStream(BLOCK_BYTES + BLOCK_BYTES / 4);
        open = new DataOutputStream(bytes);
        openChanges = 0;
    }

    private RandomAccessFile scratch() throws IOException {
        if (file == null) {
            path = environment.scratchDirectory().resolve("held-changes-" + environment.newUuid());
            file = new RandomAccessFile(path.toFile(), "rw");
        }
        return file;
    }

    /**
     * Takes some of the oldest changes; none when none are left.
     *
     * @throws StorageFailureException the scratch file could not be read
     */
    List<Change> take() {
        Block block;
        byte[] content;
        synchronized (this) {
            try {
                if (blocks.isEmpty() && openChanges > 0) {
                    closeBlock();
                }
                block = blocks.poll();
                if (block == null) {
                    return List.of();
                }
                content = content(block);
                held -= block.changes;
            } catch (IOException e) {
                throw failure("cannot read", e);
            }
        }
        return decode(content, block.changes);
    }

    private byte[] content(Block block) throws IOException {
        if (block.content != null) {
            blocksInMemory--;
            return block.content;
        }
        byte[] content = new byte[block.length];
        RandomAccessFile scratch = scratch();
        scratch.seek(block.place);
        scratch.readFully(content);
        if (blocks.stream().allMatch(left -> left.content != null)) {
            // All that is in the file was taken: its space is used again.
            fileEnd = 0;
        }
        return content;
    }

    private List<Change> decode(byte[] content, int count) {
        List<Change> changes = new ArrayList<>(count);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            for (int change = 0; change < count; change++) {
                changes.add(new Change(KINDS[in.readByte()], read(in), read(in)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("changes that were held back end early", e);
        }
        return changes;
    }

    private @Nullable Object @Nullable [] read(DataInputStream in) throws IOException {
        if (in.readByte() == 0) {
            return null;
        }
        @Nullable Object[] image = new Object[columns];
        for (int column = 0; column < columns; column++) {
            int tag = in.readByte();
            image[column] =
                    switch (tag) {
                        case NULL -> null;
                        case UNCHANGED_TEXT -> RawValues.UNCHANGED;
                        case UNCHANGED_BYTES -> RawValues.UNCHANGED_BYTES;
                        default -> {
                            byte[] value = new byte[in.readInt()];
                            in.readFully(value);
                            yield tag == BYTES ? value : new String(value, StandardCharsets.UTF_8);
                        }
                    };
        }
        return image;
    }

    private StorageFailureException failure(String what, IOException cause) {
        return new StorageFailureException(
                String.valueOf(path == null ? environment.scratchDirectory() : path),
                what + " changes that wait for a table to be read: " + cause.getMessage(),
                false,
                cause);
    }

    @Override
    public synchronized void close() {
        blocks.clear();
        RandomAccessFile scratch = file;
        Path at = path;
        if (scratch == null || at == null) {
            return;
        }
        try {
            scratch.close();
            Files.deleteIfExists(at);
        } catch (IOException e) {
            throw failure("cannot delete", e);
        }
    }
}
