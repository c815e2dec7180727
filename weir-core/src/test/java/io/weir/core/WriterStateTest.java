package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Row;
import io.weir.error.CorruptFileException;
import io.weir.error.InvalidRequestException;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterStateTest {

    private final TestLake lake = new TestLake(new SimulatedEnvironment(9));

    private static void commit(Table table, long identifier, List<CommitMessage> messages) {
        try (TableCommit commit = table.newCommit("job")) {
            commit.commit(CommitRequest.of(identifier, messages));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1"})
    void writerThatTakesAnothersPlaceGoesOnBehindItsUncommittedRows(String bucket) {
        Table table = lake.create(true, true, "bucket", bucket);
        lake.write(Row.of(0, 9L, "old"));
        // Not closed: it is killed.
        TableWrite first = table.newWrite("job");
        first.write(Row.of(0, 1L, "first"));
        first.write(Row.of(0, 2L, "first"));
        first.write(Row.of(0, 3L, "first"));
        List<CommitMessage> one = first.prepareCommit(true);
        byte[] state = first.state();
        try (TableWrite second = lake.table().newWrite("job")) {
            second.restore(state);
            second.write(Row.of(0, 1L, "second"));
            second.write(Row.of(0, 4L, "second"));
            List<CommitMessage> two = second.prepareCommit(true);
            commit(table, 1, one);
            commit(table, 2, two);
            second.write(Row.of(0, 2L, "third"));
            commit(table, 3, second.prepareCommit(true));
        }
        assertEquals(
                List.of(
                        Row.of(0, 1L, "second"),
                        Row.of(0, 2L, "third"),
                        Row.of(0, 3L, "first"),
                        Row.of(0, 4L, "second"),
                        Row.of(0, 9L, "old")),
                lake.rows());
    }

    @Test
    void stateHoldsNothingOfWhatIsInTheTable() {
        Table table = lake.create(true, true, "bucket", "2", "snapshot.num-retained.min", "1");
        try (TableWrite write = table.newWrite("job")) {
            List<Integer> sizes = new ArrayList<>();
            for (int round = 1; round <= 30; round++) {
                write.write(Row.of(0, (long) round, "x"));
                commit(table, round, write.prepareCommit(true));
                sizes.add(write.state().length);
            }
            assertTrue(
                    sizes.get(29) < 2 * sizes.get(2) + 2000, () -> "grows with commits: " + sizes);
        }
    }

    @Test
    void writerThatNeverLooksAtTheTableKeepsNothing() {
        Table table = lake.create(false, true, "bucket", "-1", "write-only", "true");
        try (TableWrite write = table.newWrite("job")) {
            int empty = write.state().length;
            for (int round = 1; round <= 5; round++) {
                write.write(Row.of(0, (long) round, "x"));
                commit(table, round, write.prepareCommit(true));
            }
            assertEquals(empty, write.state().length);
        }
        assertEquals(5, lake.rows().size());
    }

    @Test
    void stateThatIsCutOrNotFirstIsRefused() {
        Table table = lake.create(true, true, "bucket", "1");
        try (TableWrite write = table.newWrite("job");
                TableWrite other = lake.table().newWrite("job")) {
            write.write(Row.of(0, 1L, "x"));
            List<CommitMessage> unused = write.prepareCommit(true);
            assertEquals(1, unused.size());
            byte[] state = write.state();
            for (int length = 0; length < state.length; length++) {
                byte[] cut = Arrays.copyOf(state, length);
                assertThrows(CorruptFileException.class, () -> other.restore(cut));
            }
            assertThrows(InvalidRequestException.class, () -> write.restore(state));
        }
    }
}
