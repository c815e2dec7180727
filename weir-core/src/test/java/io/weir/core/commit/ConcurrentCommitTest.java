package io.weir.core.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.TestLake;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrentCommitTest {

    private static final int COMMITS = 12;

    @ParameterizedTest
    @CsvSource({"2,true", "4,false", "8,true", "8,false"})
    void everyRowIsInTheTableOnceWhateverTheRaces(int committers, boolean keyed) throws Exception {
        TestLake lake = new TestLake(Environment.real());
        lake.create(
                keyed,
                false,
                "bucket",
                keyed ? "2" : "-1",
                "commit.max-retries",
                "1000",
                "commit.min-retry-wait",
                "1 ms",
                "commit.max-retry-wait",
                "20 ms",
                "num-sorted-run.compaction-trigger",
                "3",
                "snapshot.num-retained.min",
                "1000");
        ExecutorService threads = Executors.newFixedThreadPool(committers);
        try {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int committer = 0; committer < committers; committer++) {
                running.add(threads.submit(committer(lake, committer)));
            }
            for (Future<Boolean> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        List<Row> expected = new ArrayList<>();
        for (int row = 0; row < committers * COMMITS; row++) {
            expected.add(Row.of(0, (long) row, "v" + row));
        }
        assertEquals(expected, lake.rows());
        long appends =
                lake.snapshots().ids().stream()
                        .map(id -> lake.snapshots().snapshot(id).orElseThrow())
                        .filter(each -> each.commitKind() == io.weir.table.Snapshot.Kind.APPEND)
                        .count();
        assertEquals(committers * COMMITS, appends);
    }

    private static Callable<Boolean> committer(TestLake lake, int number) {
        return () -> {
            Table table = lake.table();
            try (TableWrite write = table.newWrite("u" + number);
                    TableCommit commit = table.newCommit("u" + number)) {
                for (int id = 1; id <= COMMITS; id++) {
                    long key = number * COMMITS + id - 1;
                    write.write(Cells.batch(table.rowType(), List.of(Row.of(0, key, "v" + key))));
                    List<CommitMessage> messages = write.prepareCommit(id % 3 == 0);
                    commit.commit(CommitRequest.of(id, messages));
                }
            }
            return true;
        };
    }
}
