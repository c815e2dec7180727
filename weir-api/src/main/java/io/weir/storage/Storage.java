package io.weir.storage;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file system or object store as tables use it. Safe for many threads.
 *
 * <p>Failures are {@link io.weir.error.StorageFailureException}; a missing file is {@link
 * io.weir.error.ExistenceException} with {@code found() == false}. No method throws an {@code
 * IOException}.
 */
public interface Storage extends AutoCloseable {

    /** Opens a file for range reads. The file must exist. */
    StorageInput open(Location location);

    /** The whole content of a small file. */
    byte[] read(Location location);

    /**
     * Starts a new file under a name nobody else uses. It becomes visible, whole, when {@link
     * StorageOutput#close} returns, and not at all if it was aborted or the process died.
     */
    StorageOutput create(Location location);

    /**
     * Publishes a file only if there is none of that name: of several callers exactly one gets
     * true.
     *
     * @return false: the name is taken, nothing changed
     * @throws io.weir.error.StorageFailureException the outcome is unknown; read back and compare
     */
    boolean putIfAbsent(Location location, byte[] content);

    /** Writes a small file, replacing one that is there. For hints. */
    void put(Location location, byte[] content);

    /** Size and time of a file, empty if there is none (or only a directory). */
    Optional<FileStatus> status(Location location);

    /**
     * One page of the files and directories directly in a directory, ordered by name (UTF-8 bytes).
     * A directory that does not exist is empty.
     *
     * @param after only names greater than this one; null for the first page
     * @param max at most so many, 1 or more
     */
    ListPage list(Location directory, @Nullable String after, int max);

    /**
     * Deletes files. Those that are not there are passed over. All are tried; the first failure is
     * thrown at the end.
     */
    void delete(Collection<Location> files);

    /** Deletes everything below a directory, and it. Nothing happens if it does not exist. */
    void deleteDirectory(Location directory);

    @Override
    void close();
}
