package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PositionTest {

    private static final TableShape SHAPE =
            new TableShape(
                    16_384,
                    false,
                    new TreeMap<>(Map.of(16_384L, "16390")),
                    742,
                    "table 16391 743",
                    new TreeMap<>(Map.of(16_400L, "happy")),
                    List.of(new TableShape.ColumnShape(1, "id", "integer", 742, List.of("key"))));

    @Test
    void survivesSnapshotProperties() {
        Position plain = new Position(24_723_312L, 24_723_000L, null, SHAPE, false);
        assertEquals(plain, Position.of(plain.toProperties()));
        Position read =
                new Position(
                        7, 5, new Position.Reading(XidSnapshot.of("3:9:4,7"), 1_000), SHAPE, false);
        Position again = Position.of(read.toProperties());
        assertEquals(read.toProperties(), again.toProperties());
        assertEquals("3:9:4,7", again.read().seen().toString());
    }

    @Test
    void readsWhatWasWrittenWithoutTheNewerTraces() {
        TableShape old =
                TableShape.ofJson(
                        "{\"id\":1,\"files\":{\"1\":5},\"partitioned\":false,\"columns\":"
                                + "[{\"number\":1,\"name\":\"id\",\"declared\":\"integer\",\"stamp\":7}]}");
        assertEquals("id", old.columns().get(0).name());
        assertEquals(List.of(), old.columns().get(0).former());
        assertNull(old.published());
    }

    @Test
    void otherSnapshotsHaveNone() {
        assertNull(Position.of(Map.of("owner", "ann")));
    }

    @Test
    void holdsWhatEndsBeforeTheCut() {
        Position position = new Position(100, 50, null, SHAPE, false);
        assertTrue(position.holds(99, 3));
        assertFalse(position.holds(100, 3));
    }

    @Test
    void holdsWhatTheReaderSaw() {
        Position position =
                new Position(
                        100,
                        50,
                        new Position.Reading(XidSnapshot.of("10:20:12"), 500),
                        SHAPE,
                        false);
        assertTrue(position.holds(200, 9));
        assertTrue(position.holds(200, 13));
        assertFalse(position.holds(200, 12));
        assertFalse(position.holds(200, 20));
        assertFalse(position.holds(500, 9), "numbers come again after four billion");
    }

    @Test
    void transactionNumbersOfTheLogHaveTheLowerHalf() {
        long epoch = 1L << 32;
        XidSnapshot snapshot = XidSnapshot.of((epoch + 5) + ":" + (epoch + 8) + ":" + (epoch + 6));
        assertTrue(snapshot.sees(5));
        assertFalse(snapshot.sees(6));
        assertTrue(snapshot.sees(7));
        assertFalse(snapshot.sees(8));
        assertTrue(snapshot.sees(epoch - 10), "before the turn");
        XidSnapshot early = XidSnapshot.of((epoch - 3) + ":" + (epoch - 1) + ":");
        assertFalse(early.sees(4), "after the turn");
    }
}
