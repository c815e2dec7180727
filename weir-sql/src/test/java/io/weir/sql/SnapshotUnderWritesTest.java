package io.weir.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Money moves between accounts and the table is compacted while queries run that name it several
 * times. Each transfer is one snapshot, so every query must find all the money, and find each
 * account as rich in one mention as in another.
 */
@Timeout(120)
class SnapshotUnderWritesTest {

    private static final int ACCOUNTS = 200;
    private static final int TRANSFERS = 40;
    private static final long TOTAL = 1000L * ACCOUNTS;

    /** Each gives one row, which says that nothing is wrong by being {@code [TOTAL]}. */
    private static final List<String> QUERIES =
            List.of(
                    "SELECT sum(amount) FROM accounts",
                    "SELECT sum(amount) FROM rich_and_poor",
                    "SELECT sum(a.amount) FROM accounts a JOIN accounts b USING (id)"
                            + " WHERE a.amount = b.amount",
                    "WITH c AS (SELECT * FROM accounts) SELECT sum(c.amount) FROM c"
                            + " JOIN accounts a USING (id, amount)",
                    "SELECT sum(amount) FROM accounts a WHERE amount ="
                            + " (SELECT max(amount) FROM accounts b WHERE b.id = a.id)",
                    "SELECT sum(amount) FROM accounts a WHERE EXISTS (SELECT 1 FROM rich_and_poor v"
                            + " WHERE v.id = a.id AND v.amount = a.amount)",
                    "SELECT sum(a.amount) FROM accounts /*+ OPTIONS('source.split.target-size' ="
                            + " '1 kb') */ a JOIN accounts b ON a.id = b.id AND a.amount = b.amount",
                    "SELECT sum(amount) FROM (SELECT * FROM accounts WHERE amount >= 1000 UNION ALL"
                            + " SELECT * FROM accounts WHERE amount < 1000)",
                    "SELECT sum(sum(amount)) OVER () FROM accounts GROUP BY id % 3 LIMIT 1");

    @TempDir Path directory;

    private static void run(SqlSession session, String statement) {
        session.execute(statement).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1"})
    void everyQueryFindsAllTheMoney(String buckets) throws Exception {
        Environment environment = Environment.real();
        try (Catalog catalog =
                        Weir.open(
                                Map.of(
                                        "warehouse",
                                        directory.toString(),
                                        "storage.fsync",
                                        "false"));
                SqlSession reader = SqlSession.open(catalog, environment, SqlSettings.forShell())) {
            run(
                    reader,
                    "CREATE TABLE accounts (id INT, amount BIGINT, PRIMARY KEY (id) NOT ENFORCED)"
                            + " WITH ('bucket' = '"
                            + buckets
                            + "')");
            run(reader, "INSERT INTO accounts SELECT i, 1000 FROM range(" + ACCOUNTS + ") r(i)");
            run(
                    reader,
                    "CREATE TEMPORARY VIEW rich_and_poor AS SELECT * FROM accounts WHERE amount > 900"
                            + " UNION ALL SELECT * FROM accounts WHERE amount <= 900");
            Future<Integer> transfers =
                    environment.submitBackground("transfers", () -> transfer(catalog));
            int rounds = 0;
            while (!transfers.isDone() || rounds == 0) {
                for (String query : QUERIES) {
                    try (SqlResult result = reader.execute(query)) {
                        assertEquals("[" + TOTAL + "]", result.next().toString(), query);
                    }
                }
                rounds++;
            }
            assertEquals(TRANSFERS, transfers.get());
            assertTrue(rounds > 0);
        }
    }

    private static int transfer(Catalog catalog) {
        Random random = new Random(7);
        try (SqlSession writer =
                SqlSession.open(catalog, Environment.real(), SqlSettings.forShell())) {
            for (int number = 0; number < TRANSFERS; number++) {
                int from = random.nextInt(ACCOUNTS);
                int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                int amount = 1 + random.nextInt(200);
                if (number % 2 == 0) {
                    run(
                            writer,
                            "UPDATE accounts SET amount = amount + CASE id WHEN %d THEN -%d ELSE %d"
                                            .formatted(from, amount, amount)
                                    + " END WHERE id IN (%d, %d)".formatted(from, to));
                } else {
                    run(
                            writer,
                            "MERGE INTO accounts t USING (VALUES (%d, -%d), (%d, %d)) AS s(id, d)"
                                            .formatted(from, amount, to, amount)
                                    + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET amount ="
                                    + " t.amount + s.d");
                }
                if (number % 10 == 9) {
                    run(writer, "CALL sys.compact('default.accounts')");
                }
            }
        }
        return TRANSFERS;
    }
}
