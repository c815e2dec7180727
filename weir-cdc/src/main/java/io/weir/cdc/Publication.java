package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tables of the source log their changes for the job, and how much of each row. */
final class Publication {

    private static final String LOCK_WAIT = "set local lock_timeout = '2s'";

    private final PostgresCatalog catalog;
    private final String name;

    Publication(PostgresCatalog catalog, PostgresSettings settings) {
        this.catalog = catalog;
        this.name = settings.publication();
    }

    String name() {
        return name;
    }

    /** Whether there is one; it must publish everything then. */
    boolean exists() {
        return catalog.with(
                session -> {
                    try (PreparedStatement statement =
                            session.prepareStatement(
                                    "select pubinsert and pubupdate and pubdelete and pubtruncate"
                                            + " and pubviaroot from pg_publication where pubname ="
                                            + " ?")) {
                        statement.setString(1, name);
                        try (ResultSet row = statement.executeQuery()) {
                            if (!row.next()) {
                                return false;
                            }
                            if (!row.getBoolean(1)) {
                                throw new InvalidRequestException(
                                        "publication "
                                                + name
                                                + " leaves something out; run ALTER PUBLICATION "
                                                + name
                                                + " SET (publish = 'insert, update, delete,"
                                                + " truncate', publish_via_partition_root = true)");
                            }
                            return true;
                        }
                    }
                });
    }

    /** The tables that were put into it one by one. */
    Set<SourceName> listed() {
        return names(
                "select n.nspname, c.relname from pg_publication p"
                        + " join pg_publication_rel r on r.prpubid = p.oid"
                        + " join pg_class c on c.oid = r.prrelid"
                        + " join pg_namespace n on n.oid = c.relnamespace where p.pubname = ?");
    }

    private Set<SourceName> names(String sql) {
        return catalog.with(
                session -> {
                    Set<SourceName> names = new HashSet<>();
                    try (PreparedStatement statement = session.prepareStatement(sql)) {
                        statement.setString(1, name);
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                names.add(new SourceName(rows.getString(1), rows.getString(2)));
                            }
                        }
                    }
                    return names;
                });
    }

    /** Makes it. Before the slot: the slot looks for it at each change of its log. */
    void create(List<SourceTable> tables) {
        String list = tables.stream().map(Publication::only).collect(Collectors.joining(", "));
        catalog.run(
                "create publication "
                        + SourceName.quote(name)
                        + (tables.isEmpty() ? "" : " for table " + list)
                        + " with (publish_via_partition_root = true)");
    }

    void drop() {
        catalog.run("drop publication if exists " + SourceName.quote(name));
    }

    /**
     * Adds a table, at a moment when no transaction is changing it: so the log has all changes of a
     * transaction, or the rows that are read afterwards show it.
     *
     * @return false when other transactions did not let go of the table in time
     */
    boolean add(SourceTable table) {
        return locked(
                "lock table " + only(table) + " in share row exclusive mode",
                "alter publication " + SourceName.quote(name) + " add table " + only(table));
    }

    /** Takes tables out that the job does not want, whose writers it must not bother. */
    void remove(SourceName table) {
        catalog.run(
                "alter publication " + SourceName.quote(name) + " drop table " + table.quoted());
    }

    /**
     * Has whole old rows of a table logged.
     *
     * @return false when other transactions did not let go of the table in time
     * @throws InvalidRequestException the job's user may not do that
     */
    boolean logWholeRows(SourceTable table) {
        List<String> names = table.partitioned() ? leaves(table) : List.of(table.name().quoted());
        String[] statements =
                names.stream()
                        .map(leaf -> "alter table only " + leaf + " replica identity full")
                        .toArray(String[]::new);
        try {
            return locked(statements);
        } catch (StorageFailureException e) {
            if (PostgresErrors.isForbidden(e)) {
                throw new InvalidRequestException(
                        "updates and deletes of table "
                                + table.name()
                                + " are not logged with all the job needs, and it may not change"
                                + " that; run ALTER TABLE "
                                + table.name().quoted()
                                + " REPLICA IDENTITY FULL",
                        e);
            }
            throw e;
        }
    }

    private List<String> leaves(SourceTable table) {
        return catalog.with(
                session -> {
                    try (PreparedStatement statement =
                            session.prepareStatement(
                                    "select array_agg(format('%I.%I', n.nspname, p.relname))"
                                            + " from pg_partition_tree(?) t"
                                            + " join pg_class p on p.oid = t.relid"
                                            + " join pg_namespace n on n.oid = p.relnamespace"
                                            + " where t.isleaf and p.relkind = 'r' and p.relreplident <> 'f'")) {
                        statement.setLong(1, table.id());
                        try (ResultSet row = statement.executeQuery()) {
                            row.next();
                            return row.getArray(1) == null
                                    ? List.of()
                                    : List.of((String[]) row.getArray(1).getArray());
                        }
                    }
                });
    }

    /** A table that others inherit from is read without them: they are tables of their own. */
    static String only(SourceTable table) {
        return (table.partitioned() ? "" : "only ") + table.name().quoted();
    }

    private boolean locked(String... statements) {
        return catalog.with(
                session -> {
                    session.setAutoCommit(false);
                    try (Statement statement = session.createStatement()) {
                        statement.execute(LOCK_WAIT);
                        for (String sql : statements) {
                            statement.execute(sql);
                        }
                        session.commit();
                        return true;
                    } catch (SQLException e) {
                        rollback(session);
                        if (PostgresErrors.LOCK_TIMEOUT.equals(e.getSQLState())) {
                            return false;
                        }
                        throw e;
                    } finally {
                        session.setAutoCommit(true);
                    }
                });
    }

    private static void rollback(Connection session) throws SQLException {
        if (!session.isClosed()) {
            session.rollback();
        }
    }
}
