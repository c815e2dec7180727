package io.weir.bench;

import com.sun.management.OperatingSystemMXBean;
import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.sql.SqlResult;
import io.weir.sql.SqlSession;
import io.weir.sql.SqlSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates by SQL on a key table: Weir on the table as it is after five overlapping commits and
 * on the compacted one, beside DuckDB's own reader on the compacted table's Parquet files. One
 * process; answers are checked to be equal.
 */
final class SqlComparison {

    private static final int ROUNDS = 5;
    private static final int COMMITS = 5;
    private static final List<String> QUERIES =
            List.of(
                    "SELECT count(*), sum(amount), min(ts), max(ver) FROM t",
                    "SELECT status, count(*), sum(amount) FROM t GROUP BY status ORDER BY status",
                    "SELECT customer, sum(qty) AS s FROM t GROUP BY customer"
                            + " ORDER BY s DESC, customer LIMIT 10",
                    "SELECT sum(length(note)), count(DISTINCT d) FROM t WHERE qty > 50");

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private SqlComparison() {}

    /**
     * @param rows rows written, over a fifth as many keys
     * @return exit status, 1 if answers differ
     */
    static int run(int rows) throws Exception {
        Path work = Files.createTempDirectory("weir-sql-bench-");
        try {
            return new SqlComparison().compare(work, rows);
        } finally {
            Worker.deleteTree(work);
        }
    }

    private int compare(Path work, int rows) throws Exception {
        makeTables(work, rows);
        boolean equal = true;
        try (Catalog catalog = Weir.open(Map.of("warehouse", work.toString()));
                SqlSession session =
                        SqlSession.open(
                                catalog,
                                Environment.real(),
                                SqlSettings.forShell().withDatabase("bench"));
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            String files = files(work);
            System.out.println(
                    "| query | DuckDB on files, CPU s | Weir compacted | Weir merging 5 runs"
                            + " | ratio compacted | ratio merging |");
            System.out.println("|---|---|---|---|---|---|");
            for (String query : QUERIES) {
                String direct = query.replace("FROM t", "FROM read_parquet([" + files + "])");
                String compacted = query.replace("FROM t", "FROM compacted");
                String merged = query.replace("FROM t", "FROM merged");
                equal &= answer(duck, direct).equals(answer(session, merged));
                equal &= answer(duck, direct).equals(answer(session, compacted));
                double there = median(() -> answer(duck, direct));
                double here = median(() -> answer(session, compacted));
                double merging = median(() -> answer(session, merged));
                System.out.printf(
                        Locale.ROOT,
                        "| `%s` | %.3f | %.3f | %.3f | %.2f | %.2f |%n",
                        query,
                        there,
                        here,
                        merging,
                        here / there,
                        merging / there);
            }
        }
        System.out.println(equal ? "answers are equal" : "FAILED: answers differ");
        return equal ? 0 : 1;
    }

    private static void makeTables(Path work, int rows) throws Exception {
        try (WeirEngine engine = new WeirEngine(work)) {
            List<List<Batch>> commits = new ArrayList<>();
            for (int commit = 0; commit < COMMITS; commit++) {
                int each = rows / COMMITS;
                commits.add(OrderRows.make(100 + commit, each, rows / 5, (long) commit * each));
            }
            for (String name : List.of("merged", "compacted")) {
                engine.createTable(name, true, Map.of("bucket", "2", "write-only", "true"));
                engine.write(name, commits);
            }
            engine.compactFully("compacted");
        }
    }

    /**
     * The files of the latest snapshot: those with the highest level, the rest was compacted away.
     */
    private static String files(Path warehouse) throws Exception {
        try (Catalog catalog = Weir.open(Map.of("warehouse", warehouse.toString()))) {
            return catalog
                    .table(io.weir.table.Identifier.of("bench.compacted"))
                    .newScan()
                    .plan()
                    .splits()
                    .stream()
                    .flatMap(split -> split.files().stream())
                    .map(file -> "'" + file.path() + "'")
                    .distinct()
                    .collect(Collectors.joining(", "));
        }
    }

    private static String answer(Connection duck, String query) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    text.append(normal(rows.getString(column))).append('|');
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String answer(SqlSession session, String query) {
        StringBuilder text = new StringBuilder();
        try (SqlResult result = session.execute(query)) {
            for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
                row.forEach(value -> text.append(normal(String.valueOf(value))).append('|'));
                text.append('\n');
            }
        }
        return text.toString();
    }

    /** Timestamps are written with a T or a blank, depending on who writes them. */
    private static String normal(String value) {
        return value.replace('T', ' ');
    }

    private double median(Query query) throws Exception {
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = system.getProcessCpuTime();
            query.run();
            seconds[round] = (system.getProcessCpuTime() - began) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[ROUNDS / 2];
    }

    /** Something that is timed. */
    private interface Query {
        String run() throws Exception;
    }
}
