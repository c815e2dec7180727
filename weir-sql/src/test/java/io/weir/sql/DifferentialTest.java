package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random rows in a table of ours and in one of the query engine, asked the same random
 * questions: filters, projections, joins, aggregates. Answers must be equal.
 */
class DifferentialTest {

    private static final int QUESTIONS = 10;

    private static final List<String> KINDS =
            List.of(
                    "PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')",
                    "PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '3')",
                    "PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '-1')",
                    "PRIMARY KEY (k, p) NOT ENFORCED) PARTITIONED BY (p) WITH ('bucket' = '2')",
                    ") PARTITIONED BY (p)",
                    ")");

    @TempDir Path directory;

    private SqlSession session;
    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void answersAreThoseOfTheQueryEngineAlone(long seed) {
        random = new Random(seed);
        try (Catalog catalog = Weir.open(Map.of("warehouse", directory.toString()));
                SqlSession opened =
                        SqlSession.open(catalog, Environment.real(), SqlSettings.forShell())) {
            session = opened;
            run("SET TimeZone = 'UTC'");
            String kind = KINDS.get((int) (seed % KINDS.size()));
            boolean keyed = kind.startsWith("PRIMARY");
            createBoth(kind);
            int commits = 1 + random.nextInt(5);
            for (int commit = 0; commit < commits; commit++) {
                write(keyed, 200 + random.nextInt(1500), commit);
            }
            for (int question = 0; question < QUESTIONS; question++) {
                ask(seed);
            }
            if (keyed) {
                changeBoth();
                compare("SELECT * FROM @", seed);
            }
        }
    }

    private void createBoth(String kind) {
        run(
                "CREATE TABLE ours (k INT, p STRING, i INT, l BIGINT, d DECIMAL(10, 2), w DECIMAL(30, 4),"
                        + " x DOUBLE, t STRING, u STRING, b BOOLEAN, dt DATE, ts TIMESTAMP(3),"
                        + " a ARRAY<INT>, r ROW<m INT, n STRING>"
                        + (kind.startsWith("PRIMARY") ? ", " : "")
                        + kind);
        run(
                "CREATE TEMP TABLE native (k INT, p VARCHAR, i INT, l BIGINT, d DECIMAL(10, 2), w"
                        + " DECIMAL(30, 4), x DOUBLE, t VARCHAR, u VARCHAR, b BOOLEAN, dt DATE, ts"
                        + " TIMESTAMP, a INT[], r STRUCT(m INT, n VARCHAR))");
    }

    private void write(boolean keyed, int rows, int commit) {
        int salt = random.nextInt(1_000_000);
        String keys = keyed ? "(hash(n, %s, 0) %% 2000)::INT" : "n::INT";
        String query =
                "SELECT DISTINCT ON (k, p) * FROM (SELECT "
                        + String.format(keys, salt)
                        + " AS k, 'p' || (k % 4) AS p, "
                        + nullable("(h1 % 1000)::INT - 500", 1)
                        + " AS i, "
                        + nullable("(h2 % 100000000000)::BIGINT", 2)
                        + " AS l, "
                        + nullable("((h3 % 1000000)::INT / 100)::DECIMAL(10, 2)", 3)
                        + " AS d, "
                        + nullable("(h4 % 1000000000)::DECIMAL(30, 4) * 7", 4)
                        + " AS w, "
                        + nullable("(h5 % 1000)::DOUBLE / 8", 5)
                        + " AS x, "
                        + nullable("'t' || (h6 % 12)", 6)
                        + " AS t, "
                        + nullable("md5((h7 % 100000)::VARCHAR)", 7)
                        + " AS u, "
                        + nullable("h8 % 2 = 0", 8)
                        + " AS b, "
                        + nullable("DATE '2026-01-01' + (h9 % 365)::INT", 9)
                        + " AS dt, "
                        + nullable("TIMESTAMP '2026-01-01' + INTERVAL (h10 % 1000000) SECOND", 10)
                        + " AS ts, "
                        + nullable("[(h1 % 5)::INT, NULL, (h2 % 7)::INT]", 11)
                        + " AS a, "
                        + nullable("{'m': (h3 % 9)::INT, 'n': 'n' || (h4 % 9)}", 12)
                        + " AS r FROM (SELECT n, "
                        + hashes(salt)
                        + " FROM range("
                        + 10_000 * commit
                        + ", "
                        + (10_000 * commit + rows)
                        + ") s(n))) ORDER BY k";
        run("CREATE OR REPLACE TEMP TABLE fresh AS " + query);
        if (keyed) {
            run("DELETE FROM native WHERE k IN (SELECT k FROM fresh)");
        }
        run("INSERT INTO native SELECT * FROM fresh");
        run("INSERT INTO ours SELECT * FROM fresh");
    }

    private static String nullable(String value, int number) {
        return "CASE WHEN (h1 + " + number + " * 7919) % 11 = 0 THEN NULL ELSE " + value + " END";
    }

    private static String hashes(int salt) {
        List<String> hashes = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            hashes.add(
                    "(hash(n, " + salt + ", " + number + ") % 4294967296)::BIGINT AS h" + number);
        }
        return String.join(", ", hashes);
    }

    private void changeBoth() {
        run("UPDATE ours SET i = 7, t = 'changed' WHERE d > 5000 OR t = 't3'");
        run("UPDATE native SET i = 7, t = 'changed' WHERE d > 5000 OR t = 't3'");
        run("DELETE FROM ours WHERE k % 5 = 0");
        run("DELETE FROM native WHERE k % 5 = 0");
    }

    private void ask(long seed) {
        String where = condition(3);
        switch (random.nextInt(5)) {
            case 0 -> compare("SELECT * FROM @ WHERE " + where, seed);
            case 1 -> compare("SELECT count(*) FROM @ WHERE " + where, seed);
            case 2 ->
                    compare("SELECT t, sum(i), max(u) FROM @ WHERE " + where + " GROUP BY t", seed);
            case 3 ->
                    compare(
                            "SELECT a.k, b.l FROM @ a JOIN @ b ON a.k = b.i WHERE a.k < 900 AND (SELECT"
                                    + " count(*) FROM @ WHERE "
                                    + where
                                    + ") > 3",
                            seed);
            default -> compare("SELECT k, r.n, a[1] FROM @ WHERE NOT (" + where + ")", seed);
        }
    }

    private void compare(String query, long seed) {
        List<String> expected = sorted(query.replace("@", "native"));
        List<String> actual = sorted(query.replace("@", "ours"));
        assertEquals(
                String.join("\n", expected),
                String.join("\n", actual),
                () -> "seed " + seed + ": " + query);
    }

    private List<String> sorted(String query) {
        List<String> rows = new ArrayList<>();
        try (SqlResult result = session.execute(query)) {
            List<Object> row = result.next();
            while (row != null) {
                rows.add(row.toString());
                row = result.next();
            }
        }
        rows.sort(null);
        return rows;
    }

    private void run(String statement) {
        session.execute(statement).close();
    }

    private String condition(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            String left = condition(depth - 1);
            return switch (random.nextInt(5)) {
                case 0, 1 -> "(" + left + " AND " + condition(depth - 1) + ")";
                case 2, 3 -> "(" + left + " OR " + condition(depth - 1) + ")";
                default -> "NOT (" + left + ")";
            };
        }
        return leaf();
    }

    private String leaf() {
        String[] column =
                new String[][] {
                            {"k", number(2000)},
                            {"p", "'p" + random.nextInt(5) + "'"},
                            {"i", number(1000) + " - 500"},
                            {"l", number(100_000) + "000000"},
                            {"d", number(10_000) + ".25"},
                            {"w", number(1_000_000_000)},
                            {"x", number(125) + ".125"},
                            {"t", "'t" + random.nextInt(13) + "'"},
                            {"u", "'" + Integer.toHexString(random.nextInt(256)) + "'"},
                            {"dt", "DATE '2026-" + (1 + random.nextInt(9)) + "-15'"},
                            {
                                "ts",
                                "TIMESTAMP '2026-01-0" + (1 + random.nextInt(9)) + " 12:00:00.500'"
                            }
                        }
                        [random.nextInt(11)];
        String name = column[0];
        String value = column[1];
        return switch (random.nextInt(9)) {
            case 0 -> name + " IS NULL";
            case 1 -> name + " IS NOT NULL";
            case 2 -> "b";
            case 3 -> name + " IN (" + value + ", " + value + ")";
            case 4 -> name + " BETWEEN " + value + " AND " + value;
            case 5 ->
                    (random.nextBoolean() ? "u LIKE '" : "t NOT LIKE '")
                            + "t"
                            + random.nextInt(10)
                            + "%'";
            default ->
                    name
                            + List.of(" = ", " < ", " <= ", " > ", " >= ", " <> ")
                                    .get(random.nextInt(6))
                            + value;
        };
    }

    private String number(int bound) {
        return Integer.toString(random.nextInt(bound));
    }
}
