package io.weir.core.storage;

import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.option.CatalogOptions;
import io.weir.option.Options;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of the machine.
 *
 * <p>Every file is written under the hidden name {@code .<name>.<uuid>.tmp} beside its place and
 * then linked or moved to it, so that nobody sees half a file. Put-if-absent is a hard link, which
 * the file system refuses when the name is taken: any number of processes on one disk are safe
 * together. Directories are made when a file in them is written.
 *
 * <p>With option {@code storage.fsync} the bytes of a file, and for {@link #putIfAbsent} the names
 * in its directory, are on disk before the call returns; {@link #put} is for hints and never waits.
 */
public final class LocalStorage implements Storage {

    private static final int DELETE_ATTEMPTS_MAX = 10;

    private final Environment environment;
    private final boolean fsync;

    public LocalStorage(Environment environment, Options options) {
        this.environment = environment;
        this.fsync = options.get(CatalogOptions.FSYNC);
    }

    @Override
    public StorageInput open(Location location) {
        Path path = path(location);
        try {
            if (Files.isDirectory(path)) {
                throw ExistenceException.notFound("file", path.toString());
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new LocalInput(location, channel, channel.size());
        } catch (IOException e) {
            throw failure(path, "cannot be opened", e);
        }
    }

    @Override
    public byte[] read(Location location) {
        Path path = path(location);
        try {
            return Files.readAllBytes(path);
        } catch (OutOfMemoryError e) {
            throw new CorruptFileException(path.toString(), "is too large to be read at once", e);
        } catch (IOException e) {
            if (Files.isDirectory(path)) {
                throw ExistenceException.notFound("file", path.toString());
            }
            throw failure(path, "cannot be read", e);
        }
    }

    @Override
    public StorageOutput create(Location location) {
        Path path = path(location);
        Path temporary = temporary(path);
        return new LocalOutput(location, path, temporary, openNew(temporary), fsync);
    }

    @Override
    public boolean putIfAbsent(Location location, byte[] content) {
        Path path = path(location);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Path temporary = writeTemporary(path, content, fsync);
        try {
            boolean linked = link(path, temporary);
            if (linked && fsync) {
                forceDirectory(path);
            }
            return linked;
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static boolean link(Path path, Path temporary) {
        try {
            Files.createLink(path, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new StorageFailureException(
                    path.toString(), "the file system has no hard links", false, e);
        } catch (IOException e) {
            throw failure(path, "cannot be published", e);
        }
    }

    @Override
    public void put(Location location, byte[] content) {
        Path path = path(location);
        Path temporary = writeTemporary(path, content, false);
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw failure(path, "cannot be replaced", e);
        }
    }

    private Path writeTemporary(Path path, byte[] content, boolean force) {
        Path temporary = temporary(path);
        FileChannel channel = openNew(temporary);
        try (channel) {
            writeFully(channel, ByteBuffer.wrap(content));
            if (force) {
                channel.force(false);
            }
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw failure(path, "cannot be written", e);
        }
        return temporary;
    }

    private static FileChannel openNew(Path temporary) {
        try {
            try {
                return createNew(temporary);
            } catch (NoSuchFileException e) {
                Files.createDirectories(temporary.getParent());
                return createNew(temporary);
            }
        } catch (IOException e) {
            throw failure(temporary, "cannot be created", e);
        }
    }

    private static FileChannel createNew(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    /** Puts the names of a directory on disk; file systems that cannot do it do not need it. */
    private static void forceDirectory(Path path) {
        try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // The file is published and its bytes are forced: only its survival of a power loss is
            // not certain, and calling that a failure would make the caller undo what others see.
            return;
        }
    }

    @Override
    public Optional<FileStatus> status(Location location) {
        Path path = path(location);
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return found.isDirectory()
                    ? Optional.empty()
                    : Optional.of(LocalListing.status(location, found));
        } catch (IOException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw failure(path, "cannot be looked at", e);
        }
    }

    @Override
    public ListPage list(Location directory, @Nullable String after, int max) {
        return LocalListing.list(directory, after, max);
    }

    @Override
    public void delete(Collection<Location> files) {
        StorageFailureException first = null;
        for (Location file : files) {
            Path path = path(file);
            try {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                if (!isMissing(e)) {
                    StorageFailureException failure = storageFailure(path, "cannot be deleted", e);
                    if (first == null) {
                        first = failure;
                    } else {
                        first.addSuppressed(failure);
                    }
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void deleteDirectory(Location directory) {
        Path path = path(directory);
        try {
            deleteTree(path, 0);
        } catch (UncheckedIOException e) {
            throw failure(path, "cannot be deleted", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failure(path, "cannot be deleted", e);
        }
    }

    /** Deletes links, never what they point to. */
    private static void deleteTree(Path path, int attempt) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> children;
            try (Stream<Path> listed = Files.list(path)) {
                children = listed.toList();
            } catch (NoSuchFileException e) {
                return;
            }
            for (Path child : children) {
                deleteTree(child, 0);
            }
        }
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            // A file was written meanwhile.
            if (attempt == DELETE_ATTEMPTS_MAX) {
                throw e;
            }
            deleteTree(path, attempt + 1);
        }
    }

    /**
     * Moves a directory to a name that is free. Not part of {@link Storage}: only a file system
     * can.
     *
     * @return false: the name is taken, or there is no such directory
     */
    public boolean moveDirectory(Location from, Location to) {
        Path source = path(from);
        Path target = path(to);
        if (!Files.isDirectory(source) || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.createDirectories(target.getParent());
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | NoSuchFileException e) {
            return false;
        } catch (AtomicMoveNotSupportedException e) {
            throw storageFailure(source, "cannot be moved to another file system", e);
        } catch (IOException e) {
            throw failure(source, "cannot be moved to " + target, e);
        }
    }

    /** Makes a directory and those above it; nothing happens if it is there. */
    public void makeDirectory(Location directory) {
        Path path = path(directory);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw failure(path, "cannot be made a directory", e);
        }
    }

    @Override
    public void close() {}

    private Path temporary(Path path) {
        return path.resolveSibling("." + path.getFileName() + "." + environment.newUuid() + ".tmp");
    }

    static Path path(Location location) {
        if (!location.scheme().equals("file")) {
            throw new InvalidRequestException(
                    "location " + location + " is not of scheme file, the only local one");
        }
        try {
            return Path.of(location.path());
        } catch (java.nio.file.InvalidPathException e) {
            throw new InvalidRequestException("location " + location + " is not a path", e);
        }
    }

    static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // A hidden temporary file stays; orphan cleaning knows its name. The caller's own
            // outcome is what counts.
            return;
        }
    }

    static boolean isMissing(IOException e) {
        return e instanceof NoSuchFileException || e instanceof NotDirectoryException;
    }

    static RuntimeException failure(Path path, String problem, IOException cause) {
        return cause instanceof NoSuchFileException
                ? ExistenceException.notFound("file", path.toString())
                : storageFailure(path, problem, cause);
    }

    private static StorageFailureException storageFailure(
            Path path, String problem, IOException cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new StorageFailureException(path.toString(), problem + ": " + reason, false, cause);
    }
}
