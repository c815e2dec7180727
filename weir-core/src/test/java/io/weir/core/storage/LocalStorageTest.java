package io.weir.core.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.option.Options;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {

    @TempDir private Path directory;

    private final LocalStorage storage = new LocalStorage(Environment.real(), Options.empty());

    private Location at(String name) {
        return new Location("file", directory.toString()).resolve(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> allNames() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileIsSeenWholeWhenItIsClosedAndNotBefore() throws IOException {
        StorageOutput output = storage.create(at("a/b/file"));
        output.write(bytes("hello world"), 0, 5);
        assertTrue(storage.status(at("a/b/file")).isEmpty());
        assertEquals(5, output.sizeBytes());
        output.close();
        output.close();
        assertEquals("hello", new String(storage.read(at("a/b/file")), StandardCharsets.UTF_8));
        assertEquals(List.of("a/b/file"), allNames());
    }

    @Test
    void anAbortedFileLeavesNothing() throws IOException {
        StorageOutput output = storage.create(at("x"));
        output.write(bytes("hello"), 0, 5);
        output.abort();
        output.close();
        assertEquals(List.of(), allNames());
    }

    @Test
    void ofManyWritersOfOneNameOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            Location target = at("snapshot/snapshot-" + round);
            AtomicInteger winners = new AtomicInteger();
            List<Future<Boolean>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                byte[] content = bytes("writer " + writer);
                Callable<Boolean> task = () -> storage.putIfAbsent(target, content);
                writers.add(Environment.real().submitBackground("writer", task));
            }
            for (int writer = 0; writer < 8; writer++) {
                if (writers.get(writer).get()) {
                    winners.incrementAndGet();
                    assertArrayEquals(bytes("writer " + writer), storage.read(target));
                }
            }
            assertEquals(1, winners.get());
        }
        assertEquals(20, allNames().size(), "temporary files are gone");
    }

    @Test
    void putReplacesAndPutIfAbsentDoesNot() {
        assertTrue(storage.putIfAbsent(at("a"), bytes("1")));
        assertFalse(storage.putIfAbsent(at("a"), bytes("2")));
        assertArrayEquals(bytes("1"), storage.read(at("a")));
        storage.put(at("a"), bytes("3"));
        assertArrayEquals(bytes("3"), storage.read(at("a")));
    }

    @Test
    void listsArePagedAndInTheOrderOfTheirBytes() {
        List<String> names =
                List.of("Z", "a", "b-1", "b-10", "b-2", "\u00e9", "\uff5e", "\ud83d\ude00");
        for (String name : names) {
            storage.put(at("list/" + name), bytes(name));
        }
        storage.put(at("list/dir/inside"), bytes("x"));
        List<String> found = new ArrayList<>();
        String after = null;
        ListPage page;
        do {
            page = storage.list(at("list"), after, 2);
            for (FileStatus entry : page.entries()) {
                after = entry.location().name();
                found.add(entry.directory() ? after + "/" : after);
            }
        } while (!page.last());
        List<String> expected = new ArrayList<>(names);
        expected.add(5, "dir/");
        assertEquals(expected, found);
        assertTrue(storage.list(at("nowhere"), null, 5).entries().isEmpty());
        assertTrue(storage.list(at("nowhere"), null, 5).last());
    }

    @Test
    void rangesAreReadAndReadingPastTheEndIsAnError() {
        storage.put(at("file"), bytes("0123456789"));
        try (StorageInput input = storage.open(at("file"))) {
            byte[] target = new byte[6];
            input.read(3, target, 1, 4);
            assertArrayEquals(new byte[] {0, '3', '4', '5', '6', 0}, target);
            assertEquals(10, input.sizeBytes());
            CorruptFileException error =
                    assertThrows(CorruptFileException.class, () -> input.read(8, target, 0, 3));
            assertTrue(error.getMessage().contains("ends at byte 10"), error.getMessage());
        }
    }

    @Test
    void whatIsMissingIsNotFound() {
        assertThrows(ExistenceException.class, () -> storage.read(at("none")));
        assertThrows(ExistenceException.class, () -> storage.open(at("none")));
        assertTrue(storage.status(at("none")).isEmpty());
        assertTrue(storage.status(at("none/below")).isEmpty());
        storage.delete(List.of(at("none"), at("none/below")));
        storage.deleteDirectory(at("none"));
    }

    @Test
    void aDirectoryIsNoFile() {
        storage.put(at("dir/file"), bytes("x"));
        assertTrue(storage.status(at("dir")).isEmpty());
        assertThrows(ExistenceException.class, () -> storage.read(at("dir")));
        assertThrows(ExistenceException.class, () -> storage.open(at("dir")));
    }

    @Test
    void deletingADirectoryDoesNotFollowLinks() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        storage.put(at("gone/deep/file"), bytes("x"));
        Files.createSymbolicLink(directory.resolve("gone/link"), outside);
        storage.deleteDirectory(at("gone"));
        assertEquals(List.of("outside/kept"), allNames());
        assertFalse(Files.exists(directory.resolve("gone")));
    }

    @Test
    void aFileWhereADirectoryShouldBeIsAStorageFailureThatNamesIt() {
        storage.put(at("file"), bytes("x"));
        StorageFailureException error =
                assertThrows(
                        StorageFailureException.class,
                        () -> storage.putIfAbsent(at("file/below"), bytes("x")));
        assertTrue(error.getMessage().contains("file/"), error.getMessage());
    }

    @Test
    void otherSchemesAreRefused() {
        assertThrows(
                InvalidRequestException.class, () -> storage.read(Location.of("s3://bucket/key")));
    }

    @Test
    void directoriesAreMovedOnlyToFreeNames() {
        storage.put(at("from/file"), bytes("1"));
        storage.put(at("taken/file"), bytes("2"));
        assertFalse(storage.moveDirectory(at("from"), at("taken")));
        assertFalse(storage.moveDirectory(at("none"), at("free")));
        assertTrue(storage.moveDirectory(at("from"), at("free")));
        assertArrayEquals(bytes("1"), storage.read(at("free/file")));
    }
}
