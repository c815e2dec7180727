package io.weir.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void survivesSnapshotProperties() {
        Position position = new Position(true, 24_723_312L, "{\"lsn_commit\":24723312}");
        assertEquals(position, Position.of(position.toProperties()));
        Position initial = new Position(false, 0, null);
        assertEquals(initial, Position.of(initial.toProperties()));
    }

    @Test
    void otherSnapshotsHaveNone() {
        assertNull(Position.of(Map.of("owner", "ann")));
    }

    @Test
    void theLastCommitIsReadFromTheOffset() {
        assertEquals(7, Position.commitLsn(Map.of("lsn", 9L, "lsn_commit", 7L)));
        assertEquals(0, Position.commitLsn(Map.of("lsn", 9L)));
        assertEquals(
                7, Position.commitLsn(Position.offsetJson(Map.of("lsn", 9L, "lsn_commit", 7))));
    }
}
