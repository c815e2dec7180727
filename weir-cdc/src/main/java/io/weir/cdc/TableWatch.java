package io.weir.cdc;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import io.weir.table.Identifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tables of a job: which there are, what was done to them, and reads their rows whenever
 * the log alone does not tell. One thread at a time.
 */
final class TableWatch implements AutoCloseable {

    private static final int LOCK_TRIES = 15;

    private final Catalog lake;
    private final Environment environment;
    private final PostgresSettings settings;
    private final SyncSettings target;
    private final Consumer<String> log;
    private final PostgresCatalog source;
    private final Publication publication;
    private final SyncProgress progress;
    private final String commitUser;
    private final Map<SourceName, TableSync> tables = new TreeMap<>();
    private Map<Long, String> sums = Map.of();
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
        this.environment = environment;
        this.settings = settings;
        this.target = target;
        this.log = log;
        this.source = source;
        this.publication = new Publication(source, settings);
        this.progress = progress;
        this.commitUser = commitUser;
    }

    @Nullable TableSync table(SourceName name) {
        return tables.get(name);
    }

    Collection<TableSync> tables() {
        return tables.values();
    }

    PostgresCatalog source() {
        return source;
    }

    /**
     * Finds the tables and opens those of the lake, makes slot and publication if they are not
     * there, and reads the tables whose rows are not in the lake or were changed past the log.
     *
     * @return where the log is to be read from
     * @throws InvalidRequestException something stands against it
     */
    long start() {
        List<PostgresTables.Found> found = find();
        for (PostgresTables.Found one : found) {
            SourceTable now = source.describe(one.name());
            if (now != null && check(now)) {
                tables.put(one.name(), TableSync.open(lake, now, target, commitUser));
            }
        }
        if (tables.isEmpty()) {
            throw new InvalidRequestException(
                    "database "
                            + settings.database()
                            + " has no table to sync that matches "
                            + (settings.tables().isEmpty() ? "schema public" : settings.tables()));
        }
        leaveOthers();
        Position furthest = furthest();
        long resume = furthest == null ? begin() : resume(furthest);
        sums = source.sums(found);
        for (SourceName name : List.copyOf(tables.keySet())) {
            for (int attempt = 1; !refresh(name, false, LogPlace.BEGINNING); attempt++) {
                if (attempt == LOCK_TRIES) {
                    throw new StorageFailureException(
                            settings.jdbcUrl(),
                            "table " + name + " is locked by a long transaction",
                            true,
                            null);
                }
            }
            TableSync table = tables.get(name);
            if (table != null && table.hasChanges()) {
                long rows = table.rowsSinceCommit();
                table.commit(resume, resume);
                progress.committed(rows, 1, -1, statuses());
            }
        }
        publication.listed().stream()
                .filter(name -> !tables.containsKey(name))
                .forEach(this::unpublish);
        return resume;
    }

    /** Tables of the lake that this run does not follow will not be up to date when one does. */
    private void leaveOthers() {
        Set<String> followed = new HashSet<>();
        tables.keySet().forEach(name -> followed.add(name.inLake()));
        for (String name : lake.tables(target.database())) {
            if (!followed.contains(name)
                    && TableSync.leave(
                            lake.table(new Identifier(target.database(), name)), commitUser)) {
                log.accept("lake table " + name + " is not followed any more");
            }
        }
    }

    List<SyncStatus.TableStatus> statuses() {
        return tables.values().stream().map(TableSync::status).toList();
    }

    private void unpublish(SourceName name) {
        try {
            publication.remove(name);
            log.accept("table " + name + " is not synced any more");
        } catch (StorageFailureException e) {
            log.accept("table " + name + " is published and not synced: " + e.getMessage());
        }
    }

    private @Nullable Position furthest() {
        Position furthest = null;
        for (TableSync table : tables.values()) {
            Position position = table.position();
            if (position != null && (furthest == null || position.end() > furthest.end())) {
                furthest = position;
            }
        }
        return furthest;
    }

    /** The first start: nothing is in the lake. */
    private long begin() {
        source.dropSlot();
        if (!publication.exists()) {
            publication.create(tables.values().stream().map(TableSync::source).toList());
        }
        return source.createSlot();
    }

    /** What the lake holds is of use only if the log goes on where the lake ends. */
    private long resume(Position furthest) {
        PostgresCatalog.Slot slot = source.slot();
        String broken = null;
        if (slot == null) {
            broken = "replication slot " + settings.slot() + " is gone";
        } else if (slot.lost() != null) {
            broken = "replication slot " + settings.slot() + " " + slot.lost();
        } else if (source.logEnd() < furthest.end()) {
            broken =
                    "the server is behind the lake: it is another one, or was restored to an"
                            + " earlier time";
        } else if (slot.confirmed() > furthest.end()) {
            broken = "replication slot " + settings.slot() + " was made anew or read by others";
        } else if (!publication.exists()) {
            broken = "publication " + publication.name() + " is gone";
        }
        if (broken != null) {
            throw new InvalidRequestException(
                    "the lake goes on from a position in the source, but "
                            + broken
                            + ", so changes since then are lost; drop the tables of lake database "
                            + target.database()
                            + " or name another --slot and --database to read everything anew");
        }
        return furthest.resume();
    }

    /**
     * Looks whether tables came or were altered.
     *
     * @param place how far the log was taken
     */
    void poll(LogPlace place) {
        List<PostgresTables.Found> found = find();
        Map<Long, String> now = source.sums(found);
        Set<SourceName> names = new HashSet<>();
        for (PostgresTables.Found one : found) {
            names.add(one.name());
            TableSync table = tables.get(one.name());
            boolean changed =
                    table == null
                            || table.source().id() != one.id()
                            || !String.valueOf(now.get(one.id())).equals(sums.get(one.id()));
            if (changed && !refreshed(one, table, place)) {
                // Not done: looks changed next time, too.
                now.remove(one.id());
            }
        }
        sums = now;
        for (SourceName name : tables.keySet()) {
            if (!names.contains(name) && told.add(name)) {
                log.accept("table " + name + " is gone; its lake table stays as it is");
            }
        }
    }

    private boolean refreshed(PostgresTables.Found one, @Nullable TableSync table, LogPlace place) {
        if (table != null) {
            return refresh(one.name(), false, place);
        }
        if (told.contains(one.id())) {
            return true;
        }
        try {
            boolean done = refresh(one.name(), false, place);
            if (tables.containsKey(one.name())) {
                log.accept("table " + one.name() + " is new");
            } else if (done) {
                told.add(one.id());
            }
            return done;
        } catch (InvalidRequestException e) {
            told.add(one.id());
            log.accept("table " + one.name() + " is new and left out: " + e.getMessage());
            return true;
        }
    }

    /**
     * Brings a table up to what the source says of it now.
     *
     * @param anew whether its rows are read in any case
     * @param place how far the log was taken
     * @return false when other transactions hold the table; to be tried again
     */
    boolean refresh(SourceName name, boolean anew, LogPlace place) {
        SourceTable now = source.describe(name);
        if (now == null) {
            return true;
        }
        TableSync table = tables.get(name);
        if (table == null) {
            if (!check(now)) {
                return true;
            }
            table = TableSync.open(lake, now, target, commitUser);
        }
        boolean read = anew || !table.hasRows() || table.shape().rowsMayDiffer(now);
        if (!now.logsEnough()) {
            if (!publication.logWholeRows(now)) {
                return discard(name, table);
            }
            // Changes of keys may have been logged without the old one.
            read |= now.identity() == SourceTable.Identity.OTHER;
            now = now.withFullIdentity();
        }
        if (now.traces().published().isEmpty()) {
            if (!publication.add(now)) {
                return discard(name, table);
            }
            read = true;
        }
        if (read) {
            read(name, table, place);
        } else if (!table.shape().equals(now.shape())) {
            place.settle(table);
            if (!table.follow(now)) {
                read(name, table, place);
            }
        } else {
            table.logged(now);
        }
        return true;
    }

    private boolean discard(SourceName name, TableSync table) {
        if (!tables.containsKey(name)) {
            table.close();
        }
        return false;
    }

    private void read(SourceName name, TableSync table, LogPlace place) {
        try (TableReading reading =
                TableReading.begin(settings, environment, name, place::isSeenBy)) {
            if (reading == null) {
                discard(name, table);
                return;
            }
            if (table.hasRows()) {
                log.accept("table " + name + " was altered or rewritten; reading it anew");
            }
            tables.put(name, table);
            table.readAnew(reading, progress::received);
        }
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

    /**
     * @return whether the table is to be synced
     * @throws InvalidRequestException it cannot be
     */
    private boolean check(SourceTable table) {
        Map<String, String> names = new HashMap<>();
        for (SourceTable.Column column : table.columns()) {
            String other = names.put(column.name().toLowerCase(Locale.ROOT), column.name());
            if (other != null) {
                throw new InvalidRequestException(
                        "table "
                                + table.name()
                                + " has columns "
                                + other
                                + " and "
                                + column.name()
                                + ", which differ by case only; leave the table out by --tables");
            }
        }
        if (table.columns().stream().anyMatch(column -> column.kind().equals("money"))
                && !source.spellsMoneyPlainly()) {
            throw new InvalidRequestException(
                    "table "
                            + table.name()
                            + " has a column of type money, and the database spells 1234.56 in"
                            + " another way than 1,234.56; run ALTER DATABASE ... SET lc_monetary ="
                            + " 'C' or 'en_US.UTF-8'");
        }
        refuseSameName(table);
        return !table.key().isEmpty() || takeKeyless(table);
    }

    private void refuseSameName(SourceTable table) {
        String inLake = table.name().inLake();
        for (SourceName other : tables.keySet()) {
            if (other.inLake().equals(inLake) && !other.equals(table.name())) {
                throw new InvalidRequestException(
                        "tables "
                                + other
                                + " and "
                                + table.name()
                                + " would both be "
                                + inLake
                                + " in the lake; sync them by two jobs, with a --slot and a"
                                + " --database each");
            }
        }
    }

    private boolean takeKeyless(SourceTable table) {
        String what = "table " + table.name() + " has no key";
        switch (settings.keyless()) {
            case REFUSE ->
                    throw new InvalidRequestException(
                            what + "; add a primary key, or say --keyless append or skip");
            case SKIP -> {
                log.accept(what + " and is left out");
                return false;
            }
            case APPEND -> {
                if (told.add(table.name())) {
                    log.accept(
                            what
                                    + " and becomes an append table; an update or delete of it will"
                                    + " end the job");
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        tables.values().forEach(TableSync::close);
        tables.clear();
    }
}
