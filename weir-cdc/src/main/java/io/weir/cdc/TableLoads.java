package io.weir.cdc;

import io.weir.env.Environment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The tables whose rows are being read, a few at a time. Used by the log's thread. */
final class TableLoads implements AutoCloseable {

    private static final int READERS = 2;

    private final PostgresSettings settings;
    private final Environment environment;
    private final SyncProgress progress;
    private final RecentTransactions recent = new RecentTransactions();
    private final Map<SourceName, TableLoad> loads = new TreeMap<>();

    TableLoads(PostgresSettings settings, Environment environment, SyncProgress progress) {
        this.settings = settings;
        this.environment = environment;
        this.progress = progress;
    }

    /** To be told of each transaction that is taken from the log. */
    RecentTransactions recent() {
        return recent;
    }

    boolean has(SourceName name) {
        return loads.containsKey(name);
    }

    Set<SourceName> names() {
        return loads.keySet();
    }

    Stream<TableSync> tables() {
        return loads.values().stream().map(TableLoad::table);
    }

    /** Has a table read; it is this one's until it is handed out again. */
    void add(TableSync table) {
        loads.put(
                table.source().name(),
                new TableLoad(settings, environment, recent, progress::received, table));
        startSome();
    }

    private void startSome() {
        long running = loads.values().stream().filter(TableLoad::isStarted).count();
        for (TableLoad load : loads.values()) {
            if (running < READERS && !load.isStarted()) {
                load.start();
                running++;
            }
        }
    }

    /** Hands out those whose reading ended. */
    List<TableLoad> takeDone() {
        List<TableLoad> done = loads.values().stream().filter(TableLoad::isDone).toList();
        if (!done.isEmpty()) {
            loads.values().removeAll(done);
            startSome();
        }
        return done;
    }

    /**
     * Takes a change of a table.
     *
     * @param after end of the transaction before
     * @param xid of the change's transaction
     * @return whether it is held until the table is read
     */
    boolean hold(
            SourceName name,
            String operation,
            @Nullable Struct before,
            @Nullable Struct now,
            long after,
            long xid) {
        TableLoad load = loads.get(name);
        try {
            return load != null && load.hold(operation, before, now, after, xid);
        } catch (TableLoad.TableChangedException e) {
            loads.remove(name);
            load.close();
            load.table().fallBehind();
            add(load.table());
            return false;
        }
    }

    @Override
    public void close() {
        loads.values().forEach(TableLoad::close);
        tables().forEach(TableSync::close);
        loads.clear();
    }
}
