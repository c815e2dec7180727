package io.weir.cli;

import io.weir.cdc.PostgresSync;
import io.weir.cdc.SyncStatus;
import io.weir.env.Environment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Tells once a second how a job goes: a line each time, or on a terminal one line that changes. */
final class SyncView implements AutoCloseable {

    private static final int NAMES_SHOWN = 3;

    private final PostgresSync sync;
    private final Environment environment;
    private final boolean terminal;
    private volatile boolean closed;
    private @Nullable Future<Boolean> running;

    SyncView(PostgresSync sync, Environment environment, boolean terminal) {
        this.sync = sync;
        this.environment = environment;
        this.terminal = terminal;
    }

    void start() {
        running = environment.submitBackground("weir-sync-view", this::show);
    }

    private Boolean show() {
        long rowsBefore = 0;
        long nanosBefore = environment.nanoTime();
        while (!closed) {
            environment.sleep(1000);
            SyncStatus status = sync.status();
            long nanos = environment.nanoTime();
            double seconds = (nanos - nanosBefore) / 1e9;
            long rate = Math.round((status.rowsReceived() - rowsBefore) / seconds);
            rowsBefore = status.rowsReceived();
            nanosBefore = nanos;
            String line = line(status, rate);
            if (terminal) {
                System.out.print("\r\u001b[K" + line);
            } else {
                System.out.println(
                        Instant.ofEpochMilli(environment.currentMillis())
                                        .truncatedTo(ChronoUnit.MILLIS)
                                + " "
                                + line);
            }
            System.out.flush();
        }
        return true;
    }

    static String line(SyncStatus status, long rate) {
        String freshness = status.freshnessMillis() < 0 ? "-" : status.freshnessMillis() + " ms";
        return String.format(
                Locale.ROOT,
                "%s  tables %d  rows in %,d (%,d/s)  committed %,d  commits %,d  freshness %s%s%s",
                status.phase().name().toLowerCase(Locale.ROOT),
                status.tables().size(),
                status.rowsReceived(),
                rate,
                status.rowsCommitted(),
                status.commits(),
                freshness,
                names("reading", status.reading()),
                names("set aside", status.aside()));
    }

    private static String names(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        int more = names.size() - NAMES_SHOWN;
        return "  " + what + " " + first + (more > 0 ? " and " + more + " more" : "");
    }

    @Override
    public void close() {
        closed = true;
        if (running != null) {
            running.cancel(true);
        }
        if (terminal) {
            System.out.println();
        }
    }
}
