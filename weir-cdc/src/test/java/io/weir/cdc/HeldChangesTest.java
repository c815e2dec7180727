package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.env.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldChangesTest {

    private static final Environment ENVIRONMENT = Environment.real();

    private static Change insert(@Nullable Object... row) {
        return new Change(Change.Kind.INSERT, null, row);
    }

    private static boolean hasScratchFile() throws IOException {
        try (var files = Files.list(ENVIRONMENT.scratchDirectory())) {
            return files.map(Path::getFileName)
                    .anyMatch(name -> name.toString().startsWith("held-changes-"));
        }
    }

    @Test
    void everyValueComesBack() {
        try (HeldChanges held = new HeldChanges(ENVIRONMENT, 4)) {
            byte[] bytes = {0, -1};
            held.put(insert("1", null, "", "naïve 😀"));
            held.put(
                    new Change(
                            Change.Kind.UPDATE,
                            new Object[] {"1", null, null, "old"},
                            new Object[] {
                                "1", RawValues.UNCHANGED, RawValues.UNCHANGED_BYTES, bytes
                            }));
            held.put(new Change(Change.Kind.DELETE, new Object[] {"1", null, null, null}, null));
            held.put(new Change(Change.Kind.TRUNCATE, null, null));
            assertEquals(4, held.size());
            List<Change> changes = held.take();
            assertEquals(0, held.size());
            assertArrayEquals(new Object[] {"1", null, "", "naïve 😀"}, changes.get(0).after());
            assertNull(changes.get(0).before());
            assertArrayEquals(new Object[] {"1", null, null, "old"}, changes.get(1).before());
            Object[] after = changes.get(1).after();
            assertTrue(RawValues.isUnchanged(after[1]));
            assertSame(RawValues.UNCHANGED_BYTES, after[2]);
            assertArrayEquals(bytes, (byte[]) after[3]);
            assertEquals(Change.Kind.DELETE, changes.get(2).kind());
            assertNull(changes.get(2).after());
            assertEquals(Change.Kind.TRUNCATE, changes.get(3).kind());
            assertEquals(List.of(), held.take());
        }
    }

    @Test
    void whatMemoryDoesNotHoldGoesThroughAFileInOrder() throws Exception {
        int rows = 60_000;
        String large = "x".repeat(1_000);
        HeldChanges held = new HeldChanges(ENVIRONMENT, 2);
        for (int row = 0; row < rows / 2; row++) {
            held.put(insert(String.valueOf(row), large));
        }
        assertTrue(hasScratchFile(), "30 MB are more than memory is for");
        Future<Boolean> putting =
                ENVIRONMENT.submitBackground(
                        "put",
                        () -> {
                            for (int row = rows / 2; row < rows; row++) {
                                held.put(insert(String.valueOf(row), large));
                            }
                            return true;
                        });
        List<String> taken = new ArrayList<>();
        while (taken.size() < rows) {
            for (Change change : held.take()) {
                taken.add(String.valueOf(change.after()[0]));
                assertEquals(large, change.after()[1]);
            }
            assertFalse(
                    putting.isDone() && held.size() == 0 && taken.size() < rows, "some are lost");
        }
        assertTrue(putting.get());
        for (int row = 0; row < rows; row++) {
            assertEquals(String.valueOf(row), taken.get(row));
        }
        held.close();
        assertFalse(hasScratchFile(), "a closed one leaves nothing behind");
    }
}
