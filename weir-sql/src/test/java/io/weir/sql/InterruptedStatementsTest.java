package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.error.WeirException;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.testkit.Faults;
import io.weir.testkit.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statements that are cancelled or fail in the middle: nothing of them is in the table or beside
 * it, no thread, memory or scratch file is kept, and the session goes on.
 */
@Timeout(60)
class InterruptedStatementsTest {

    private static final String STORE = "interrupted";
    private static final int ROWS = 60_000;

    private final Environment environment = Environment.real();
    private MemoryStorage storage;
    private Catalog catalog;
    private SqlSession session;
    private long memoryBefore;
    private List<String> scratchBefore;

    @BeforeEach
    void open() throws IOException {
        memoryBefore = environment.memory().bytesUsed();
        storage = MemoryStorage.named(STORE, environment);
        // There are no directories: a file makes the database.
        storage.damage(new Location("memory", "/" + STORE + "/w/default.db/x"), new byte[1]);
        catalog = Weir.open(Map.of("warehouse", "memory:/" + STORE + "/w"));
        session = SqlSession.open(catalog, environment, SqlSettings.forShell());
        run(
                "CREATE TABLE source WITH ('target-file-size' = '256 kb') AS SELECT i AS id,"
                        + " i % 1000 AS qty, 'value number ' || i AS v FROM range("
                        + ROWS
                        + ") r(i)");
        String columns = " (id BIGINT, qty BIGINT, v STRING, PRIMARY KEY (id) NOT ENFORCED)";
        String small = " 'write-buffer-size' = '512 kb', 'write-buffer-spillable' = 'false',";
        run("CREATE TABLE fixed" + columns + " WITH (" + small + " 'bucket' = '2')");
        run(
                "CREATE TABLE dynamic"
                        + columns
                        + " WITH ('write-buffer-size' = '512 kb', 'changelog-producer' = 'input')");
        run("CREATE TABLE plain WITH (" + small + " 'target-file-size' = '256 kb') LIKE source");
        for (String table : List.of("fixed", "dynamic", "plain")) {
            run("INSERT INTO " + table + " SELECT * FROM source WHERE id % 3 = 0");
        }
        scratchBefore = scratch();
    }

    @AfterEach
    void close() {
        storage.inject(Faults.none());
        // Fails if Arrow buffers are left.
        session.close();
        catalog.close();
        MemoryStorage.forget(STORE);
        assertEquals(memoryBefore, environment.memory().bytesUsed());
    }

    private void run(String statement) {
        try (SqlResult result = session.execute(statement)) {
            while (result.next() != null) {
                // To the last row.
            }
        }
    }

    private List<String> scratch() throws IOException {
        Path directory = environment.scratchDirectory();
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }

    private void checkNothingIsLeft(List<String> files, String where) throws Exception {
        storage.inject(Faults.none());
        assertEquals(files, storage.paths(), where);
        assertEquals(scratchBefore, scratch(), where);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("weir-sql-scan")) {
                thread.join(10_000);
                assertFalse(thread.isAlive(), where + ": " + thread);
            }
        }
    }

    private static final String INSERT_FIXED =
            "INSERT INTO fixed SELECT id, qty + 1, v || '!' FROM source";
    private static final String INSERT_DYNAMIC =
            "INSERT INTO dynamic SELECT id + 25000, qty, v FROM source";
    private static final String OVERWRITE =
            "INSERT OVERWRITE plain SELECT id, count(*), max(v) FROM source GROUP BY id";
    private static final String CREATE =
            "CREATE TABLE made WITH ('primary-key' = 'id', 'bucket' = '1',"
                    + " 'write-buffer-size' = '512 kb') AS SELECT * FROM source";
    private static final String UPDATE = "UPDATE dynamic SET v = v || '!' WHERE qty < 900";
    private static final String MERGE =
            "MERGE INTO fixed t USING source s ON t.id = s.id WHEN MATCHED AND s.qty < 100 THEN"
                    + " DELETE WHEN MATCHED THEN UPDATE SET v = s.v || '!' WHEN NOT MATCHED THEN"
                    + " INSERT *";
    private static final String DELETE = "DELETE FROM fixed WHERE qty % 7 = 0";
    private static final String SELECT =
            "SELECT max(f.v), count(DISTINCT s.id + d.id) FROM fixed f JOIN source s ON f.id = s.id"
                    + " JOIN dynamic d ON d.id = s.id";

    @ParameterizedTest
    @ValueSource(
            strings = {
                INSERT_FIXED,
                INSERT_DYNAMIC,
                OVERWRITE,
                CREATE,
                UPDATE,
                MERGE,
                DELETE,
                SELECT
            })
    void aCancelAtAnyCallOfTheStorageLeavesNothing(String statement) throws Exception {
        int cancelled = 0;
        boolean done = false;
        for (long call = 1; !done; call += 1 + call / 2) {
            List<String> files = storage.paths();
            AtomicLong left = new AtomicLong(call);
            storage.inject(
                    Faults.fail(
                            (name, location) -> {
                                if (left.decrementAndGet() == 0) {
                                    session.cancel();
                                }
                                return false;
                            },
                            0));
            String where = statement + " cancelled at call " + call;
            try {
                run(statement);
                done = true;
            } catch (WeirException e) {
                assertEquals("the statement was cancelled", e.getMessage(), where);
                cancelled++;
                checkNothingIsLeft(files, where);
            }
        }
        assertTrue(cancelled > 3, cancelled + " times cancelled");
        storage.inject(Faults.none());
        run("SELECT count(*) FROM fixed");
    }

    /** Cancels at the first call of the storage that is of this name. */
    private void cancelAt(String call, String inPath) {
        storage.inject(
                Faults.fail(
                        (name, location) -> {
                            if (name.equals(call) && location.path().contains(inPath)) {
                                session.cancel();
                            }
                            return false;
                        },
                        0));
    }

    @Test
    void aCancelWhileAQueryIsPlannedEndsIt() {
        cancelAt("read", "/snapshot/");
        WeirException error =
                assertThrows(
                        WeirException.class,
                        () ->
                                run(
                                        "CREATE TEMP TABLE c AS SELECT count(*) AS n FROM source s,"
                                                + " range(10000000000) a, range(1000000) b"
                                                + " WHERE s.id + a.range < b.range"));
        assertEquals("the statement was cancelled", error.getMessage());
    }

    @Test
    void aCancelAfterTheLastRowStillComesBeforeTheCommit() throws Exception {
        List<String> files = storage.paths();
        cancelAt("create", "/fixed/bucket-");
        WeirException error =
                assertThrows(
                        WeirException.class,
                        () -> run("INSERT INTO fixed SELECT * FROM source WHERE id < 10"));
        assertEquals("the statement was cancelled", error.getMessage());
        checkNothingIsLeft(files, "cancelled in the flush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INSERT_FIXED,
                INSERT_DYNAMIC,
                OVERWRITE,
                CREATE,
                UPDATE,
                MERGE,
                DELETE,
                SELECT
            })
    void aFailingCallOfTheStorageLeavesNothing(String statement) throws Exception {
        int failed = 0;
        boolean done = false;
        for (long call = 0; !done; call += 1 + call / 2) {
            List<String> files = storage.paths();
            storage.inject(
                    Faults.fail(
                            (name, location) ->
                                    (name.equals("open")
                                                    || name.equals("read")
                                                    || name.equals("create")
                                                    || name.equals("write")
                                                    || name.equals("close"))
                                            && location.name().endsWith(".parquet"),
                            call));
            String where = statement + " failed at call " + call;
            try {
                run(statement);
                done = true;
            } catch (WeirException e) {
                assertTrue(e.getMessage().contains("injected fault"), where + e.getMessage());
                failed++;
                checkNothingIsLeft(files, where);
            }
        }
        assertTrue(failed > 3, failed + " times failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO fixed SELECT id, CAST(CASE WHEN id = 59999 THEN 'x' ELSE '1' END AS"
                        + " BIGINT), v FROM source",
                "INSERT INTO dynamic SELECT id, qty, CASE WHEN id = 59990 THEN error('far') END"
                        + " FROM source",
                "INSERT OVERWRITE plain SELECT id, qty, CASE WHEN id = 55000 THEN error('far') END"
                        + " FROM source",
                "CREATE TABLE made AS SELECT id, CAST(CASE WHEN id = 55000 THEN 'x' ELSE '1' END"
                        + " AS BIGINT) AS n FROM source",
                "UPDATE fixed SET qty = CAST(CASE WHEN id > 59990 THEN 9e18::DOUBLE * 10 ELSE qty"
                        + " END AS BIGINT)",
                "MERGE INTO fixed t USING source s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v ="
                        + " CASE WHEN s.id > 59990 THEN error('far') END WHEN NOT MATCHED THEN"
                        + " INSERT *",
                "INSERT INTO fixed SELECT CASE WHEN id < 59990 THEN id END, qty, v FROM source"
            })
    void anErrorOfALateRowLeavesNothing(String statement) throws Exception {
        List<String> files = storage.paths();
        WeirException error = assertThrows(WeirException.class, () -> run(statement), statement);
        checkNothingIsLeft(files, statement + ": " + error);
        assertFalse(catalog.tables("default").contains("made"));
    }

    @Test
    void aDamagedFileLeavesNothing() throws Exception {
        String name =
                storage.paths().stream()
                        .filter(path -> path.contains("/source/") && path.endsWith(".parquet"))
                        .reduce((first, second) -> second)
                        .orElseThrow();
        Location location = new Location("memory", name);
        byte[] content = content(location);
        byte[] damaged = content.clone();
        java.util.Arrays.fill(damaged, 100, damaged.length / 2, (byte) 7);
        storage.damage(location, damaged);
        for (String statement : List.of(INSERT_FIXED, INSERT_DYNAMIC, OVERWRITE, CREATE, MERGE)) {
            List<String> files = storage.paths();
            CorruptFileException error =
                    assertThrows(CorruptFileException.class, () -> run(statement), statement);
            assertTrue(error.getMessage().contains(location.name()), error.getMessage());
            checkNothingIsLeft(files, statement);
        }
        storage.damage(location, content);
        run(CREATE);
    }

    private byte[] content(Location location) {
        Storage reading = storage;
        return reading.read(location);
    }
}
