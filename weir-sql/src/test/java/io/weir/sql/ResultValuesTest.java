package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.error.WeirException;
import io.weir.table.BatchReader;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of results are what the query gave, in a time zone that skips an hour in March. */
class ResultValuesTest {

    private static final LocalDateTime SKIPPED = LocalDateTime.parse("2026-03-29T02:30:00");

    private final TimeZone zone = TimeZone.getDefault();
    private SqlSession session;

    @BeforeEach
    void open() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        MemoryCatalog catalog = new MemoryCatalog();
        catalog.createDatabase("default");
        session = SqlSession.open(catalog, Environment.real(), SqlSettings.forShell());
    }

    @AfterEach
    void close() {
        TimeZone.setDefault(zone);
        session.close();
    }

    private List<Object> onlyRow(String query) {
        try (SqlResult result = session.execute(query)) {
            return result.next();
        }
    }

    @Test
    void timestampsInTheSkippedHourStayThere() {
        assertEquals(
                List.of(SKIPPED, SKIPPED, SKIPPED, SKIPPED.plusNanos(123_456_789)),
                onlyRow(
                        "SELECT TIMESTAMP '2026-03-29 02:30:00', TIMESTAMP_S '2026-03-29 02:30:00',"
                                + " TIMESTAMP_MS '2026-03-29 02:30:00',"
                                + " TIMESTAMP_NS '2026-03-29 02:30:00.123456789'"));
    }

    @Test
    void timestampsInsideOfListsStructsAndMapsStayThere() {
        assertEquals(
                List.of(
                        List.of(SKIPPED),
                        Row.of(SKIPPED, LocalDate.parse("0001-01-01")),
                        Map.of("k", List.of(SKIPPED)),
                        7),
                onlyRow(
                        "SELECT [TIMESTAMP '2026-03-29 02:30:00'], {'a': TIMESTAMP '2026-03-29"
                                + " 02:30:00', 'b': DATE '0001-01-01'}, MAP {'k': [TIMESTAMP"
                                + " '2026-03-29 02:30:00']}, 7"));
    }

    @Test
    void manyRowsWithInnerTimestampsComeInOrder() {
        try (SqlResult result =
                session.execute(
                        "SELECT i::INT, [TIMESTAMP '2026-03-29 02:30:00', NULL] FROM range(100000)"
                                + " t(i) ORDER BY i")) {
            int count = 0;
            for (List<Object> row = result.next(); row != null; row = result.next()) {
                assertEquals(count++, row.get(0));
                assertEquals(SKIPPED, ((List<?>) row.get(1)).get(0));
            }
            assertEquals(100_000, count);
        }
    }

    private static final String LATE_ERROR =
            "SELECT CASE WHEN i = 900000 THEN error('boom') ELSE i::VARCHAR END AS c, %s AS d FROM"
                    + " range(1000000) t(i)";

    private static void readAll(SqlResult result) {
        List<Object> row = result.next();
        while (row != null) {
            row = result.next();
        }
    }

    @Test
    void anErrorBehindTheFirstRowsIsTold() {
        for (String other : List.of("1", "[TIMESTAMP '2026-01-01 00:00:00']")) {
            WeirException error =
                    assertThrows(
                            WeirException.class,
                            () -> {
                                String query = String.format(LATE_ERROR, other);
                                try (SqlResult result = session.execute(query)) {
                                    readAll(result);
                                }
                            });
            assertEquals("boom", error.getMessage());
        }
    }

    @Test
    void anErrorBehindTheFirstBatchIsTold() {
        WeirException error =
                assertThrows(
                        WeirException.class,
                        () -> {
                            String query = String.format(LATE_ERROR, "1");
                            try (SqlResult result = session.execute(query);
                                    BatchReader batches = result.batches()) {
                                while (batches.next() != null) {}
                            }
                        });
        assertEquals("boom", error.getMessage());
    }
}
