package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.error.CorruptFileException;
import io.weir.error.ExistenceException;
import io.weir.error.StorageFailureException;
import io.weir.storage.FileStatus;
import io.weir.storage.ListPage;
import io.weir.storage.Location;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {

    private static final byte[] CONTENT = {1, 2, 3};
    private final MemoryStorage storage = new MemoryStorage(new SimulatedEnvironment(1));

    private static Location at(String path) {
        return new Location("memory", path);
    }

    @Test
    void aFileIsSeenWhenItsOutputIsClosed() {
        StorageOutput output = storage.create(at("/a/f"));
        output.write(CONTENT, 1, 2);
        assertTrue(storage.status(at("/a/f")).isEmpty());
        output.close();
        assertArrayEquals(new byte[] {2, 3}, storage.read(at("/a/f")));
        StorageOutput given = storage.create(at("/a/g"));
        given.abort();
        given.close();
        assertThrows(ExistenceException.class, () -> storage.read(at("/a/g")));
    }

    @Test
    void onlyTheFirstPutIfAbsentWins() {
        assertTrue(storage.putIfAbsent(at("/a"), CONTENT));
        assertFalse(storage.putIfAbsent(at("/a"), new byte[9]));
        assertArrayEquals(CONTENT, storage.read(at("/a")));
    }

    @Test
    void listsPagesInOrderWithPrefixesAsDirectories() {
        for (String path : List.of("/t/b", "/t/a/x", "/t/a/y", "/t/a.z", "/t/c", "/u")) {
            storage.put(at(path), CONTENT);
        }
        ListPage first = storage.list(at("/t"), null, 3);
        assertEquals(List.of("a", "a.z", "b"), names(first));
        assertFalse(first.last());
        assertTrue(first.entries().get(0).directory());
        ListPage second = storage.list(at("/t"), "b", 3);
        assertEquals(List.of("c"), names(second));
        assertTrue(second.last());
        storage.deleteDirectory(at("/t/a"));
        assertEquals(List.of("a.z", "b", "c"), names(storage.list(at("/t"), null, 9)));
    }

    private static List<String> names(ListPage page) {
        return page.entries().stream().map(FileStatus::location).map(Location::name).toList();
    }

    @Test
    void readingPastTheEndIsCorruption() {
        storage.put(at("/a"), CONTENT);
        try (StorageInput input = storage.open(at("/a"))) {
            assertThrows(CorruptFileException.class, () -> input.read(2, new byte[2], 0, 2));
        }
    }

    @Test
    void theChosenCallFails() {
        storage.inject(Faults.fail((call, location) -> call.equals("put"), 1));
        storage.put(at("/a"), CONTENT);
        assertThrows(StorageFailureException.class, () -> storage.put(at("/b"), CONTENT));
        storage.put(at("/c"), CONTENT);
        assertEquals(List.of("/a", "/c"), storage.paths());
    }

    @Test
    void aLostAnswerHasDoneItsWork() {
        storage.inject(Faults.loseAnswer(0));
        assertThrows(StorageFailureException.class, () -> storage.putIfAbsent(at("/a"), CONTENT));
        assertArrayEquals(CONTENT, storage.read(at("/a")));
        assertTrue(storage.putIfAbsent(at("/b"), CONTENT));
    }

    @Test
    void afterACrashNothingWorksUntilTheNextProcess() {
        Faults crash = Faults.crash(2);
        storage.inject(crash);
        storage.put(at("/a"), CONTENT);
        StorageOutput open = storage.create(at("/b"));
        assertThrows(StorageFailureException.class, () -> open.write(CONTENT, 0, 3));
        assertThrows(StorageFailureException.class, open::close);
        assertTrue(crash.isDead());
        storage.inject(Faults.none());
        assertEquals(List.of("/a"), storage.paths());
    }

    @Test
    void aShareOfCallsFails() {
        storage.inject(Faults.random(7, 0.5, "put"));
        int failed = 0;
        for (int call = 0; call < 100; call++) {
            try {
                storage.put(at("/" + call), CONTENT);
            } catch (StorageFailureException e) {
                failed++;
            }
        }
        assertTrue(failed > 25 && failed < 75, failed + " of 100");
    }
}
