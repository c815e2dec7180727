package io.weir.cdc;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tables of a job: which there are and what was done to them. A table is followed, or is
 * being read because the log alone does not tell its rows, or is set aside because of something
 * that only its owner can mend; the others go on. One thread at a time.
 */
final class TableWatch implements AutoCloseable {

    private final Catalog lake;
    private final PostgresSettings settings;
    private final SyncSettings target;
    private final Consumer<String> log;
    private final PostgresCatalog source;
    private final Publication publication;
    private final SyncProgress progress;
    private final String commitUser;
    private final TableRules rules;
    private final Map<SourceName, TableSync> tables = new TreeMap<>();
    private final TableLoads loads;
    private final Map<SourceName, Aside> aside = new TreeMap<>();
    private Map<Long, String> sums = Map.of();
    private long polls;
    private final Set<Object> told = new HashSet<>();

    TableWatch(
            Catalog lake,
            Environment environment,
            PostgresSettings settings,
            SyncSettings target,
            Consumer<String> log,
            PostgresCatalog source,
            SyncProgress progress,
            String commitUser) {
        this.lake = lake;
        this.settings = settings;
        this.target = target;
        this.log = log;
        this.source = source;
        this.publication = new Publication(source, settings);
        this.progress = progress;
        this.commitUser = commitUser;
        this.loads = new TableLoads(settings, environment, progress);
        this.rules = new TableRules(settings, source, log);
    }

    /**
     * A table that is set aside.
     *
     * @param id the server's number of it
     * @param inLake whether it had a lake table: when that is dropped, it is tried again
     */
    private record Aside(long id, boolean inLake) {}

    /** The table if it is followed. */
    @Nullable TableSync table(SourceName name) {
        return tables.get(name);
    }

    /** Those that are followed. */
    Collection<TableSync> tables() {
        return tables.values();
    }

    PostgresCatalog source() {
        return source;
    }

    /** The tables that are being read. */
    TableLoads loads() {
        return loads;
    }

    /**
     * Finds the tables and opens those of the lake, makes slot and publication if they are not
     * there, and begins to read the tables whose rows are not in the lake or were changed past the
     * log.
     *
     * @return where the log is to be read from
     * @throws InvalidRequestException something stands against it
     */
    long start() {
        List<PostgresTables.Found> found = find();
        List<SourceTable> admitted = new ArrayList<>();
        Set<SourceName> names = new HashSet<>();
        for (PostgresTables.Found one : found) {
            SourceTable now = source.describe(one.name());
            if (now != null && rules.admits(now, names)) {
                admitted.add(now);
                names.add(now.name());
            }
        }
        JobStart start = new JobStart(source, publication, settings, target, log);
        if (admitted.stream().noneMatch(now -> LakeTables.exists(lake, now, target))) {
            start.checkSlotIsFree();
        }
        for (SourceTable now : admitted) {
            String obstacle = LakeTables.obstacle(lake, now, target);
            if (obstacle != null) {
                setAside(now.name(), now.id(), null, obstacle);
            } else {
                tables.put(now.name(), TableSync.open(lake, now, target, commitUser));
            }
        }
        if (tables.isEmpty() && aside.isEmpty()) {
            throw new InvalidRequestException(
                    "database "
                            + settings.database()
                            + " has no table to sync that matches "
                            + (settings.tables().isEmpty() ? "schema public" : settings.tables()));
        }
        leaveOthers();
        long resume = start.place(tables.values());
        sums = source.sums(found);
        for (TableSync table : List.copyOf(tables.values())) {
            refreshAtStart(table, resume);
        }
        start.unpublishOthers(known());
        tellReading();
        return resume;
    }

    private void refreshAtStart(TableSync table, long resume) {
        SourceName name = table.source().name();
        if (!refresh(name, LogPlace.BEGINNING)) {
            sums.remove(table.source().id());
        }
        TableSync followed = tables.get(name);
        if (followed != null && followed.hasChanges()) {
            long rows = followed.rowsSinceCommit();
            followed.commit(resume, resume);
            progress.committed(rows, 1, -1, statuses());
        }
    }

    private Set<SourceName> known() {
        Set<SourceName> names = new HashSet<>(tables.keySet());
        names.addAll(loads.names());
        names.addAll(aside.keySet());
        return names;
    }

    /** Tables of the lake that this run does not follow will not be up to date when one does. */
    private void leaveOthers() {
        Set<String> followed = new HashSet<>();
        tables.keySet().forEach(name -> followed.add(name.inLake()));
        for (String name : lake.tables(target.database())) {
            if (!followed.contains(name)
                    && LakeTables.leave(
                            lake.table(new Identifier(target.database(), name)), commitUser)) {
                log.accept("lake table " + name + " is not followed any more");
            }
        }
    }

    List<SyncStatus.TableStatus> statuses() {
        List<SyncStatus.TableStatus> statuses = new ArrayList<>();
        tables.values().forEach(table -> statuses.add(table.status()));
        loads.tables().forEach(table -> statuses.add(table.status()));
        return statuses;
    }

    private void tellReading() {
        progress.reading(
                loads.names().stream().map(SourceName::toString).toList(),
                aside.keySet().stream().map(SourceName::toString).toList());
    }

    /**
     * Looks whether tables came or were altered.
     *
     * @param place how far the log was taken
     */
    void poll(LogPlace place) {
        loads.recent().forget(source.seenNow());
        List<PostgresTables.Found> found = find();
        Map<Long, String> now = source.sums(found);
        Set<SourceName> names = new HashSet<>();
        for (PostgresTables.Found one : found) {
            names.add(one.name());
            boolean changed =
                    !String.valueOf(now.get(one.id())).equals(sums.get(one.id())) || isAnother(one);
            if (loads.has(one.name()) || (changed && !refreshed(one, place))) {
                // Not done: looks changed next time, too.
                now.remove(one.id());
            }
        }
        sums = now;
        keepOnePosition();
        for (SourceName name : tables.keySet()) {
            if (!names.contains(name) && told.add(name)) {
                log.accept("table " + name + " is gone; its lake table stays as it is");
            }
        }
        tellReading();
    }

    /** Each time another table's turn, since looking costs reads of the lake. */
    private void keepOnePosition() {
        List<TableSync> all = List.copyOf(tables.values());
        if (!all.isEmpty()) {
            all.get((int) (polls++ % all.size())).keepPosition();
        }
    }

    /** Whether a table of a name is not the one that the name stood for. */
    private boolean isAnother(PostgresTables.Found one) {
        TableSync table = tables.get(one.name());
        if (table != null) {
            return table.source().id() != one.id();
        }
        Aside left = aside.get(one.name());
        return left == null
                ? !told.contains(one.id())
                : left.id != one.id() || (left.inLake && !lake.hasTable(inLake(one.name())));
    }

    private Identifier inLake(SourceName name) {
        return new Identifier(target.database(), name.inLake());
    }

    private boolean refreshed(PostgresTables.Found one, LogPlace place) {
        SourceName name = one.name();
        boolean known = known().contains(name);
        try {
            boolean done = refresh(name, place);
            if (!known && loads.has(name)) {
                log.accept("table " + name + " is new");
            } else if (!known) {
                told.add(one.id());
            }
            return done;
        } catch (InvalidRequestException e) {
            setAside(name, one.id(), tables.get(name), String.valueOf(e.getMessage()));
            return true;
        }
    }

    /**
     * Brings a table up to what the source says of it now.
     *
     * @param place how far the log was taken
     * @return false when other transactions hold the table; to be tried again
     * @throws InvalidRequestException the table cannot go on
     */
    boolean refresh(SourceName name, LogPlace place) {
        SourceTable now = source.describe(name);
        return now == null || refresh(now, place);
    }

    private boolean refresh(SourceTable now, LogPlace place) {
        TableSync table = tables.get(now.name());
        if (table == null) {
            if (!loads.has(now.name()) && rules.admits(now, known())) {
                String obstacle = LakeTables.obstacle(lake, now, target);
                if (obstacle != null) {
                    throw new InvalidRequestException(obstacle);
                }
                aside.remove(now.name());
                read(TableSync.open(lake, now, target, commitUser));
            }
            return true;
        }
        String obstacle = LakeTables.obstacle(lake, now, target);
        if (obstacle != null) {
            throw new InvalidRequestException(obstacle);
        }
        if (!table.hasRows()) {
            readAgain(table, place);
            return true;
        }
        // Changes of keys may have been logged without the old one.
        boolean unlogged = now.identity() == SourceTable.Identity.OTHER;
        if (unlogged || now.traces().published().isEmpty() || table.shape().rowsMayDiffer(now)) {
            log.accept("table " + now.name() + " was altered or rewritten; reading it anew");
            readAgain(table, place);
            return true;
        }
        if (!now.logsEnough()) {
            if (!publication.logWholeRows(now)) {
                return false;
            }
            now = now.withFullIdentity();
        }
        if (table.shape().describes(now)) {
            table.logged(now);
            return true;
        }
        place.settle(table);
        if (table.follow(now)) {
            // The lake's columns are changed already: what is known of the source must not be
            // older.
            place.settle(table);
        } else {
            log.accept("table " + now.name() + " was altered; reading it anew");
            readAgain(table, place);
        }
        return true;
    }

    /** Reads the rows of a table that is followed; until then the lake has those of before. */
    void readAgain(TableSync table, LogPlace place) {
        place.settle(table);
        table.fallBehind();
        tables.remove(table.source().name());
        read(table);
    }

    private void read(TableSync table) {
        loads.add(table);
        tellReading();
    }

    /**
     * Lets tables whose rows were read go on with the log. Between two transactions.
     *
     * @param place how far the log was taken
     */
    void join(LogPlace place) {
        List<TableLoad> done = loads.takeDone();
        if (!done.isEmpty()) {
            done.forEach(load -> join(load, place));
            tellReading();
        }
    }

    private void join(TableLoad load, LogPlace place) {
        TableSync table = load.table();
        try {
            if (!load.finish()) {
                table.close();
                return;
            }
        } catch (RowBuffer.MissingValueException e) {
            table.fallBehind();
            read(table);
            return;
        } catch (InvalidRequestException e) {
            setAside(load.name(), table.source().id(), table, String.valueOf(e.getMessage()));
            return;
        } finally {
            load.close();
        }
        tables.put(load.name(), table);
        // It may have been altered since.
        sums.remove(table.source().id());
        place.settle(table);
    }

    /**
     * Leaves a table alone that cannot go on, until something is done about it.
     *
     * @param id the server's number of it
     * @param table null when it is not open
     */
    void setAside(SourceName name, long id, @Nullable TableSync table, String why) {
        Identifier identifier = inLake(name);
        if (table != null) {
            table.fallBehind();
            table.close();
            tables.remove(name);
        } else if (lake.hasTable(identifier)) {
            LakeTables.leave(lake.table(identifier), commitUser);
        }
        aside.put(name, new Aside(id, lake.hasTable(identifier)));
        log.accept("table " + name + " is set aside, the others go on: " + why);
        tellReading();
    }

    /** The wanted tables that can be read; says once why others cannot. */
    private List<PostgresTables.Found> find() {
        List<PostgresTables.Found> found = source.find();
        for (PostgresTables.Found one : found) {
            boolean quiet = settings.tables().isEmpty() && !one.obstacle().startsWith("has");
            if (!one.obstacle().isEmpty() && !quiet && told.add(one.id())) {
                log.accept("table " + one.name() + " " + one.obstacle() + " and is left out");
            }
        }
        return found.stream().filter(one -> one.obstacle().isEmpty()).toList();
    }

    @Override
    public void close() {
        loads.close();
        tables.values().forEach(TableSync::close);
        tables.clear();
    }
}
