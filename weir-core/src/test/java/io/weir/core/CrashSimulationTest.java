package io.weir.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.error.WeirException;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import io.weir.testkit.Faults;
import io.weir.testkit.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A streaming job that dies again and again, at any call to the storage, in writing, preparing,
 * committing, compacting or expiring. As an engine does, it keeps the messages of a prepare before
 * it commits them, and after a restart commits those that are not in the table yet. No change is
 * lost, none is applied twice.
 */
class CrashSimulationTest {

    private static final int STEPS = 40;

    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private SplittableRandom random;
    private TestLake lake;
    private int crashes;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nothingIsLostOrRepeated(long seed) {
        random = new SplittableRandom(seed);
        lake = new TestLake(new SimulatedEnvironment(seed));
        lake.create(
                true,
                false,
                "bucket",
                seed % 2 == 0 ? "-1" : "2",
                "dynamic-bucket.target-row-num",
                "10",
                "num-sorted-run.compaction-trigger",
                "2",
                "snapshot.num-retained.min",
                "2",
                "snapshot.time-retained",
                "1 ms",
                "manifest.merge-min-count",
                "3");
        long next = 1;
        while (next <= STEPS) {
            next = life(next, seed);
            lake.storage.inject(Faults.none());
        }
        assertEquals(List.copyOf(rows.values()), lake.rows(), "seed " + seed);
        assertTrue(crashes > 3, "only " + crashes + " crashes");
    }

    // One life of the job; gives the identifier the next life starts with.
    private long life(long first, long seed) {
        Table table = lake.table();
        long identifier = first;
        lake.storage.inject(Faults.crash(20 + random.nextInt(600)));
        TableWrite write = table.newWrite("job");
        TableCommit commit = table.newCommit("job");
        try {
            while (identifier <= STEPS) {
                List<Row> change = change(identifier, seed);
                write.write(Cells.batch(table.rowType(), change));
                List<CommitMessage> messages = write.prepareCommit(random.nextBoolean());
                // The checkpoint is done: from here on the change must get into the table.
                apply(change);
                identifier++;
                commitOrRecover(commit, identifier - 1, messages);
                if (random.nextInt(6) == 0) {
                    table.maintenance().compact(true, null);
                }
            }
        } catch (WeirException e) {
            crashes++;
        }
        return identifier;
    }

    private void commitOrRecover(
            TableCommit commit, long identifier, List<CommitMessage> messages) {
        try {
            commit.commit(CommitRequest.of(identifier, messages));
        } catch (WeirException e) {
            // The process is dead. The next one has the messages from the checkpoint.
            lake.storage.inject(Faults.none());
            try (TableCommit restarted = lake.table().newCommit("job")) {
                if (!restarted.notCommitted(Set.of(identifier)).isEmpty()) {
                    restarted.commit(CommitRequest.of(identifier, messages));
                }
            }
            assertEquals(List.copyOf(rows.values()), lake.rows(), "commit " + identifier);
            throw e;
        }
    }

    // The same for a step however often it is tried.
    private static List<Row> change(long identifier, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 1000 + identifier);
        List<Row> change = new ArrayList<>();
        for (int row = 0; row < 8; row++) {
            long key = random.nextInt(40);
            change.add(
                    random.nextInt(4) == 0
                            ? Row.of(RowKind.DELETE, 0, key, null)
                            : Row.of(0, key, "c" + identifier + "-" + row));
        }
        return change;
    }

    private void apply(List<Row> change) {
        for (Row row : change) {
            Long key = (Long) row.get(1);
            if (RowKind.isRetract(row.kind().code())) {
                rows.remove(key);
            } else {
                rows.put(key, row);
            }
        }
    }
}
