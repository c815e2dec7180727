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

    private static final int COMMITS = 5;

    /** Runs of each query before the first round; all queries together warm up what they share. */
    private static final int WARM_UPS = 12;

    /** The process's clock ticks in hundredths; a timed round should have many of them. */
    private static final double ROUND_SECONDS = 0.5;

    private static final int REPEATS_MAX = 50;

    private static final List<String> QUERIES =
            List.of(
                    "SELECT count(*), sum(amount), min(ts), max(ver) FROM t",
                    "SELECT status, count(*), sum(amount) FROM t GROUP BY status ORDER BY status",
                    "SELECT customer, sum(qty) AS s FROM t GROUP BY customer"
                            + " ORDER BY s DESC, customer LIMIT 10",
                    "SELECT sum(length(note)), count(DISTINCT d) FROM t WHERE qty > 50",
                    "SELECT customer, amount FROM t WHERE id = 4711");

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Settings settings;

    private SqlComparison(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param settings rows written, over a fifth as many keys; rounds; where to report
     * @return exit status, 1 if answers differ
     */
    static int run(Settings settings) throws Exception {
        Path work = Files.createTempDirectory("weir-sql-bench-");
        try {
            return new SqlComparison(settings).compare(work);
        } finally {
            Worker.deleteTree(work);
        }
    }

    private int compare(Path work) throws Exception {
        makeTables(work, settings.rows());
        StringBuilder report = new StringBuilder(conditions());
        boolean equal = true;
        try (Catalog catalog = Weir.open(Map.of("warehouse", work.toString()));
                SqlSession session =
                        SqlSession.open(
                                catalog,
                                Environment.real(),
                                SqlSettings.forShell().withDatabase("bench"));
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            String files = "read_parquet([" + files(work) + "])";
            report.append(SqlTimes.HEAD);
            for (String query : QUERIES) {
                List<Query> sides = sides(query, files, duck, session);
                equal &= answersAreEqual(sides);
                for (Query side : sides) {
                    secondsEach(side, WARM_UPS);
                }
            }
            for (String query : QUERIES) {
                String line = time(query, sides(query, files, duck, session)).line();
                System.out.print(line);
                report.append(line);
            }
        }
        System.out.println(equal ? "answers are equal" : "FAILED: answers differ");
        if (settings.report() != null) {
            Report.write(Path.of(settings.report()), "measured sql", report.toString());
        }
        return equal ? 0 : 1;
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "Java %s, %d processors, %,d rows written in %d commits over %,d keys, %d rounds"
                        + " after %d runs of each query to warm up.%n"
                        + "Median of the rounds; in brackets least and most.%n%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                settings.rows(),
                COMMITS,
                settings.rows() / COMMITS,
                settings.rounds(),
                WARM_UPS);
    }

    /** A query on the files, on the compacted table and on the one that is merged. */
    private static List<Query> sides(
            String query, String files, Connection duck, SqlSession session) {
        return List.of(
                () -> answer(duck, query.replace("FROM t", "FROM " + files)),
                () -> answer(session, query.replace("FROM t", "FROM compacted")),
                () -> answer(session, query.replace("FROM t", "FROM merged")));
    }

    private static boolean answersAreEqual(List<Query> sides) throws Exception {
        String first = sides.get(0).run();
        for (Query side : sides) {
            if (!side.run().equals(first)) {
                return false;
            }
        }
        return true;
    }

    /** Times the sides of one query in turn, round by round. */
    private SqlTimes time(String query, List<Query> sides) throws Exception {
        int[] repeats = new int[sides.size()];
        for (int side = 0; side < repeats.length; side++) {
            double once = secondsEach(sides.get(side), WARM_UPS / 2);
            repeats[side] = (int) Math.min(Math.max(1, ROUND_SECONDS / once), REPEATS_MAX);
        }
        SqlTimes times = new SqlTimes(query);
        for (int round = 0; round < settings.rounds(); round++) {
            double[] seconds = new double[repeats.length];
            for (int side = 0; side < repeats.length; side++) {
                seconds[side] = secondsEach(sides.get(side), repeats[side]);
            }
            times.add(seconds[0], seconds[1], seconds[2]);
        }
        return times;
    }

    private double secondsEach(Query query, int repeats) throws Exception {
        long began = system.getProcessCpuTime();
        for (int repeat = 0; repeat < repeats; repeat++) {
            query.run();
        }
        return (system.getProcessCpuTime() - began) / 1e9 / repeats;
    }

    private static void makeTables(Path work, int rows) throws Exception {
        try (WeirEngine engine = new WeirEngine(work)) {
            List<List<Batch>> commits = new ArrayList<>();
            for (int commit = 0; commit < COMMITS; commit++) {
                int each = rows / COMMITS;
                commits.add(
                        OrderRows.make(100 + commit, each, rows / COMMITS, (long) commit * each));
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

    /** Something that is timed. */
    private interface Query {
        String run() throws Exception;
    }
}
