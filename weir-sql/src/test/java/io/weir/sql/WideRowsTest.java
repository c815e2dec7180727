package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.Batch;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results whose rows are wide come in batches of bounded size, with every value in its place. */
class WideRowsTest {

    private static final long BYTES_MAX = 40 << 20;

    private final MemoryCatalog catalog = new MemoryCatalog();
    private SqlSession session;

    @BeforeEach
    void open() {
        catalog.createDatabase("default");
        session = SqlSession.open(catalog, Environment.real(), SqlSettings.forShell());
    }

    @AfterEach
    void close() {
        session.close();
    }

    private List<Row> rows(String query) {
        List<Row> rows = new ArrayList<>();
        try (SqlResult result = session.execute(query);
                BatchReader batches = result.batches()) {
            RowType type = result.rowType();
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                assertTrue(batch.memoryBytes() < BYTES_MAX, batch.memoryBytes() + " bytes");
                for (int row = 0; row < batch.rowCount(); row++) {
                    rows.add(Cells.row(batch, type, row));
                }
            }
        }
        return rows;
    }

    @Test
    void longTexts() {
        List<Row> rows =
                rows(
                        "SELECT i AS id, CASE WHEN i % 7 = 3 THEN NULL ELSE repeat(chr(97 + i % 26),"
                                + " 500000 + i) END AS text, [i, NULL, i + 1] AS list,"
                                + " {'a': i % 2 = 0, 'b': 'x' || i} AS r FROM"
                                + " (SELECT CAST(range AS INT) AS i FROM range(300))");
        assertEquals(300, rows.size());
        for (int row = 0; row < 300; row++) {
            Row found = rows.get(row);
            assertEquals(row, found.get(0));
            if (row % 7 == 3) {
                assertEquals(null, found.get(1));
            } else {
                String text = (String) found.get(1);
                assertEquals(500000 + row, text.length());
                assertEquals((char) ('a' + row % 26), text.charAt(row));
            }
            assertEquals("[" + row + ", null, " + (row + 1) + "]", found.get(2).toString());
            assertEquals(
                    List.of(row % 2 == 0, "x" + row), ((Row) found.get(3)).values(), "row " + row);
        }
    }

    @Test
    void manyColumns() {
        String columns =
                IntStream.range(0, 500)
                        .mapToObj(column -> "i + " + column + " AS c" + column)
                        .collect(Collectors.joining(", "));
        List<Row> rows = rows("SELECT " + columns + " FROM (SELECT range AS i FROM range(20000))");
        assertEquals(20000, rows.size());
        for (int row = 0; row < 20000; row += 97) {
            assertEquals(row + 499L, rows.get(row).get(499));
        }
    }
}
