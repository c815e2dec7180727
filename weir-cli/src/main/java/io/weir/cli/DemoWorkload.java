package io.weir.cli;

import io.weir.env.Environment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A shop at work: orders come in with their lines, are paid, packed, shipped; stock changes;
 * customers move; some orders are deleted. Each step is one transaction. Keeps to a rate of row
 * changes.
 */
final class DemoWorkload {

    private static final String[] STATUS = {"created", "paid", "packed", "shipped"};
    private static final String[] CITIES = {"Bern", "Oslo", "Lyon", "Graz", "Turin", "Cork"};
    private final Environment environment;
    private final long rowsPerSecond;
    private final SplittableRandom random;
    private long nextOrder = 20_001;
    private volatile boolean stopped;
    private final AtomicLong rowsChanged = new AtomicLong();

    DemoWorkload(Environment environment, long rowsPerSecond) {
        this.environment = environment;
        this.rowsPerSecond = rowsPerSecond;
        this.random = new SplittableRandom(environment.nextRandom());
    }

    void stop() {
        stopped = true;
    }

    /** Rows changed so far. */
    long rowsChanged() {
        return rowsChanged.get();
    }

    /** Works until stopped. */
    Boolean run(DemoDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (Statements statements = new Statements(connection)) {
                long began = environment.nanoTime();
                while (!stopped) {
                    long changed = rowsChanged.addAndGet(step(statements));
                    connection.commit();
                    long dueMillis = changed * 1000 / rowsPerSecond;
                    long goneMillis = (environment.nanoTime() - began) / 1_000_000;
                    if (dueMillis > goneMillis + 5) {
                        environment.sleep(dueMillis - goneMillis);
                    }
                }
            }
        }
        return true;
    }

    /** One transaction. @return rows it changed */
    private long step(Statements statements) throws SQLException {
        int kind = random.nextInt(100);
        if (kind < 45) {
            return newOrders(statements);
        }
        if (kind < 80) {
            return moveOrders(statements);
        }
        if (kind < 90) {
            return restock(statements);
        }
        if (kind < 95) {
            return moveCustomer(statements);
        }
        return deleteOrder(statements);
    }

    private long newOrders(Statements statements) throws SQLException {
        long rows = 0;
        int count = 1 + random.nextInt(5);
        for (int order = 0; order < count; order++) {
            long id = nextOrder++;
            int lines = 1 + random.nextInt(4);
            long cents = 0;
            for (int line = 1; line <= lines; line++) {
                int price = 99 + random.nextInt(50_000);
                int quantity = 1 + random.nextInt(5);
                cents += (long) price * quantity;
                statements.addLine(id, line, 1 + random.nextInt(1000), quantity, price);
            }
            statements.addOrder(id, 1 + random.nextInt(5000), cents);
            rows += 1 + lines;
        }
        statements.flush();
        return rows;
    }

    private long moveOrders(Statements statements) throws SQLException {
        int count = 1 + random.nextInt(10);
        for (int order = 0; order < count; order++) {
            statements.moveOrder(anOrder(), STATUS[random.nextInt(STATUS.length)]);
        }
        return statements.flush();
    }

    private long restock(Statements statements) throws SQLException {
        for (int product = 0; product < 5; product++) {
            statements.restock(1 + random.nextInt(1000), random.nextInt(-3, 4));
        }
        return statements.flush();
    }

    private long moveCustomer(Statements statements) throws SQLException {
        statements.moveCustomer(1 + random.nextInt(5000), CITIES[random.nextInt(CITIES.length)]);
        return statements.flush();
    }

    private long deleteOrder(Statements statements) throws SQLException {
        statements.deleteOrder(anOrder());
        return statements.flush();
    }

    /** Recent orders are touched more often than old ones. */
    private long anOrder() {
        long back = (long) (Math.pow(random.nextDouble(), 3) * (nextOrder - 1));
        return nextOrder - 1 - back;
    }

    /** The prepared statements of one connection. */
    private static final class Statements implements AutoCloseable {
        private final PreparedStatement[] all;

        Statements(Connection connection) throws SQLException {
            String[] texts = {
                "insert into orders values (?, ?, 'created', ?::numeric / 100, localtimestamp,"
                        + " localtimestamp)",
                "insert into order_lines values (?, ?, ?, ?, ?::numeric / 100)",
                "update orders set status = ?, updated = localtimestamp where id = ?",
                "update products set stock = stock + ? where id = ?",
                "update customers set city = ? where id = ?",
                "delete from order_lines where order_id = ?",
                "delete from orders where id = ?"
            };
            all = new PreparedStatement[texts.length];
            for (int index = 0; index < texts.length; index++) {
                all[index] = connection.prepareStatement(texts[index]);
            }
        }

        void addOrder(long id, int customer, long cents) throws SQLException {
            add(0, id, customer, cents);
        }

        void addLine(long order, int line, int product, int quantity, int cents)
                throws SQLException {
            add(1, order, line, product, quantity, cents);
        }

        void moveOrder(long id, String status) throws SQLException {
            add(2, status, id);
        }

        void restock(int product, int change) throws SQLException {
            add(3, change, product);
        }

        void moveCustomer(int id, String city) throws SQLException {
            add(4, city, id);
        }

        void deleteOrder(long id) throws SQLException {
            add(5, id);
            add(6, id);
        }

        private void add(int statement, Object... values) throws SQLException {
            for (int position = 0; position < values.length; position++) {
                all[statement].setObject(position + 1, values[position]);
            }
            all[statement].addBatch();
        }

        /** Sends what was added. @return rows changed */
        long flush() throws SQLException {
            long rows = 0;
            for (PreparedStatement statement : all) {
                for (int changed : statement.executeBatch()) {
                    rows += Math.max(0, changed);
                }
            }
            return rows;
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : all) {
                statement.close();
            }
        }
    }
}
