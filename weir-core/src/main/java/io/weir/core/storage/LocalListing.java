package io.weir.core.storage;

import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages of a directory's entries in the order of their names. */
final class LocalListing {

    private LocalListing() {}

    /**
     * A page of a directory's entries; none when the directory is not there.
     *
     * @param after name to begin behind, null for the first page
     * @param max entries at most
     */
    static ListPage list(Location directory, @Nullable String after, int max) {
        Name from = after == null ? null : Name.of(after);
        while (true) {
            NamePage names = names(LocalStorage.path(directory), from, max);
            List<FileStatus> entries = statuses(directory, names.names());
            if (names.last() || !entries.isEmpty()) {
                return new ListPage(entries, names.last());
            }
            // All files of the page vanished since; there may be others after them.
            from = names.names().get(names.names().size() - 1);
        }
    }

    /** Names in order, and whether there are no more. */
    private record NamePage(List<Name> names, boolean last) {}

    private static NamePage names(Path path, @Nullable Name from, int max) {
        // The greatest of the names kept so far is on top, so that a page needs memory for itself
        // only, however long the directory is.
        PriorityQueue<Name> kept = new PriorityQueue<>(Comparator.reverseOrder());
        boolean last = true;
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Name name = Name.of(file.getFileName().toString());
                if (from != null && name.compareTo(from) <= 0) {
                    continue;
                }
                kept.add(name);
                if (kept.size() > max) {
                    kept.remove();
                    last = false;
                }
            }
        } catch (UncheckedIOException e) {
            throw LocalStorage.failure(
                    path, "cannot be listed", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            if (LocalStorage.isMissing(e)) {
                return new NamePage(List.of(), true);
            }
            throw LocalStorage.failure(path, "cannot be listed", e);
        }
        List<Name> names = new ArrayList<>(kept);
        names.sort(Comparator.naturalOrder());
        return new NamePage(names, last);
    }

    private static List<FileStatus> statuses(Location directory, List<Name> names) {
        List<FileStatus> entries = new ArrayList<>(names.size());
        for (Name name : names) {
            Location location = directory.resolve(name.text());
            Path path = LocalStorage.path(location);
            try {
                entries.add(
                        status(
                                location,
                                Files.readAttributes(
                                        path,
                                        BasicFileAttributes.class,
                                        LinkOption.NOFOLLOW_LINKS)));
            } catch (IOException e) {
                if (!LocalStorage.isMissing(e)) {
                    throw LocalStorage.failure(path, "cannot be looked at", e);
                }
            }
        }
        return entries;
    }

    static FileStatus status(Location location, BasicFileAttributes found) {
        boolean directory = found.isDirectory();
        return new FileStatus(
                location,
                directory,
                directory ? 0 : found.size(),
                directory ? 0 : found.lastModifiedTime().toMillis());
    }

    /** A file name in the order of its UTF-8 bytes. */
    private record Name(String text, byte[] bytes) implements Comparable<Name> {

        static Name of(String text) {
            return new Name(text, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int compareTo(Name other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }
}
