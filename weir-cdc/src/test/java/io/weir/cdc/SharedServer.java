package io.weir.cdc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The PostgreSQL server of all tests of this process. */
final class SharedServer {

    private static final EmbeddedPostgres SERVER = start();

    private SharedServer() {}

    static EmbeddedPostgres get() {
        return SERVER;
    }

    private static EmbeddedPostgres start() {
        try {
            // It stops with the process.
            return EmbeddedPostgres.builder()
                    .setPort(0)
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_replication_slots", "200")
                    .setServerConfig("max_wal_senders", "50")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
