package io.weir.cli;

import io.weir.catalog.Catalog;
import io.weir.cdc.PostgresSync;
import io.weir.cdc.SyncStatus;
import io.weir.env.Environment;
import io.weir.error.WeirException;
import io.weir.sql.SqlResult;
import io.weir.sql.SqlSession;
import io.weir.table.Identifier;
import io.weir.table.Snapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the demo shows while it runs: on a terminal a screen that is drawn anew each second,
 * otherwise a few lines.
 */
final class DemoView {

    private static final int TAIL_ROWS = 8;
    private static final String QUESTION =
            "SELECT status, count(*) AS orders, sum(amount) AS revenue, max(updated) AS newest"
                    + " FROM orders GROUP BY status ORDER BY status";
    private static final String LEVELS =
            "SELECT level, count(*) AS files, sum(record_count) AS records,"
                    + " sum(file_size_in_bytes) AS bytes FROM orders$files GROUP BY level ORDER BY level";

    private final Catalog catalog;
    private final SqlSession session;
    private final PostgresSync sync;
    private final DemoWorkload workload;
    private final Environment environment;
    private final boolean terminal = UserTerminal.canDraw();
    private final RecentRows tail = new RecentRows(TAIL_ROWS);
    private long rowsBefore;
    private long nanosBefore;

    DemoView(
            Catalog catalog,
            SqlSession session,
            PostgresSync sync,
            DemoWorkload workload,
            Environment environment) {
        this.catalog = catalog;
        this.session = session;
        this.sync = sync;
        this.workload = workload;
        this.environment = environment;
    }

    /** Shows until the time is over or one of the works has ended. */
    void watch(Duration span, List<Future<Boolean>> works) {
        long began = environment.currentMillis();
        long end = began + span.toMillis();
        Future<Boolean> tailing =
                environment.submitBackground("weir-demo-tail", () -> followOrders(end));
        nanosBefore = environment.nanoTime();
        rowsBefore = sync.status().rowsReceived();
        int frame = 0;
        while (environment.currentMillis() < end) {
            environment.sleep(Math.min(1000, Math.max(1, end - environment.currentMillis())));
            for (Future<Boolean> work : works) {
                if (work.isDone()) {
                    DemoCommand.await(work);
                }
            }
            frame++;
            if (terminal || frame % 5 == 0) {
                draw((environment.currentMillis() - began) / 1000, span.toSeconds());
            }
        }
        tailing.cancel(true);
    }

    private Boolean followOrders(long end) {
        Map<String, String> fromNow = Map.of("scan.mode", "latest");
        new Changelog(
                        catalog.table(new Identifier(DemoCommand.DATABASE, "orders"))
                                .withOptions(fromNow),
                        environment,
                        tail)
                .follow(0, Long.MAX_VALUE, end - environment.currentMillis());
        return true;
    }

    private void draw(long second, long seconds) {
        SyncStatus status = sync.status();
        long nanos = environment.nanoTime();
        long rate =
                Math.round((status.rowsReceived() - rowsBefore) / ((nanos - nanosBefore) / 1e9));
        rowsBefore = status.rowsReceived();
        nanosBefore = nanos;
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "weir demo   %d of %d s   source changes %,d",
                        second,
                        seconds,
                        workload.rowsChanged()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "rows in %,d (%,d/s)   committed %,d   freshness %,d ms (worst %,d ms)   commits"
                                + " %,d",
                        status.rowsReceived(),
                        rate,
                        status.rowsCommitted(),
                        status.freshnessMillis(),
                        status.freshnessWorstMillis(),
                        status.commits()));
        lines.add(snapshots());
        lines.add("");
        lines.addAll(ask("files of orders by level", LEVELS));
        lines.addAll(ask(QUESTION, QUESTION));
        lines.add("changelog of orders:");
        tail.lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        StringBuilder frame = new StringBuilder(terminal ? "\u001b[H\u001b[2J" : "");
        lines.forEach(line -> frame.append(line).append(System.lineSeparator()));
        System.out.print(frame);
        System.out.flush();
    }

    private String snapshots() {
        StringBuilder text = new StringBuilder("snapshots");
        for (String name : DemoCommand.TABLES) {
            long id =
                    catalog.table(new Identifier(DemoCommand.DATABASE, name))
                            .latestSnapshot()
                            .map(Snapshot::id)
                            .orElse(0L);
            text.append("   ").append(name).append(' ').append(id);
        }
        return text.toString();
    }

    private List<String> ask(String title, String query) {
        long began = environment.nanoTime();
        StringWriter text = new StringWriter();
        try (SqlResult result = session.execute(query)) {
            RowPrinter printer = new TablePrinter(new PrintWriter(text), UserTerminal.width() - 2);
            printer.begin(result.rowType());
            for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
                printer.row(row);
            }
            printer.end();
        } catch (WeirException e) {
            text.append("error: ").append(Errors.sentence(e)).append('\n');
        }
        long millis = (environment.nanoTime() - began) / 1_000_000;
        List<String> lines = new ArrayList<>();
        lines.add(title + "   (" + millis + " ms)");
        text.toString().lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        return lines;
    }
}
