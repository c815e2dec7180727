package io.weir.cli;

import io.weir.error.StorageFailureException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The demo's PostgreSQL: a real server in a temporary directory, with a little shop in it. */
final class DemoDatabase implements AutoCloseable {

    private static final String SCHEMA =
            """
            create table customers(
              id int primary key, name text not null, email text, city varchar(40),
              joined timestamptz not null);
            create table products(
              id int primary key, name text not null, price numeric(10,2) not null, stock int not null);
            create table orders(
              id bigint primary key, customer_id int not null, status varchar(10) not null,
              amount numeric(12,2) not null, created timestamp not null, updated timestamp not null);
            create table order_lines(
              order_id bigint, line int, product_id int not null, quantity smallint not null,
              price numeric(10,2) not null, primary key (order_id, line));
            insert into customers
              select g, 'customer ' || g, 'c' || g || '@example.com',
                     (array['Bern','Oslo','Lyon','Graz','Turin','Cork'])[1 + g % 6],
                     now() - g * interval '1 hour'
              from generate_series(1, 5000) g;
            insert into products
              select g, 'product ' || g, (g % 500) + 0.99, 1000 from generate_series(1, 1000) g;
            insert into orders
              select g, 1 + g % 5000, 'paid', (g % 1000) + 0.5,
                     localtimestamp - g * interval '1 minute', localtimestamp
              from generate_series(1, 20000) g;
            insert into order_lines
              select g, l, 1 + (g * 7 + l) % 1000, 1 + l, ((g + l) % 500) + 0.99
              from generate_series(1, 20000) g, generate_series(1, 2) l;
            """;

    static final String USER = "postgres";
    static final String PASSWORD = "postgres";
    private final EmbeddedPostgres server;

    private DemoDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts the server and fills the shop. */
    static DemoDatabase start() {
        try {
            DemoDatabase database =
                    new DemoDatabase(
                            EmbeddedPostgres.builder()
                                    .setPort(0)
                                    .setServerConfig("wal_level", "logical")
                                    .setServerConfig("max_connections", "40")
                                    .start());
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(SCHEMA);
            }
            return database;
        } catch (IOException | SQLException e) {
            throw new StorageFailureException(
                    "PostgreSQL", "the demo's server did not start: " + e.getMessage(), false, e);
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
