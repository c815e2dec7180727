package io.weir.cdc;

import io.weir.type.DataType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads descriptions of tables from the source's catalog. */
final class PostgresTables {

    // Every kind, so that one can tell why a wanted one is left out.
    private static final String NAMES =
            """
            select c.oid::bigint, n.nspname, c.relname,
                   case when c.relkind in ('r', 'p') and c.relpersistence = 'p' then ''
                        when c.relkind = 'f' then 'is a foreign table'
                        when c.relkind in ('v', 'm') then 'is a view'
                        else 'is unlogged' end
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition
              and c.relpersistence <> 't'
              and n.nspname not in ('pg_catalog', 'information_schema')
              and n.nspname not like 'pg\\_toast%'
            order by 2, 3
            """;

    // Sums up what makes a description: equal sums, equal descriptions.
    private static final String SUMS =
            """
            select c.oid::bigint,
                   concat_ws(' ', c.xmin, c.relfilenode, c.relreplident,
                     (select md5(string_agg(concat_ws(' ', a.attnum, a.xmin), ','
                                            order by a.attnum))
                      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0),
                     (select md5(string_agg(concat_ws(' ', i.indexrelid, i.xmin), ','
                                            order by i.indexrelid))
                      from pg_index i where i.indrelid = c.oid),
                     case when c.relkind = 'p' then
                       (select md5(string_agg(concat_ws(' ', p.oid, p.relfilenode), ','
                                              order by p.oid))
                        from pg_partition_tree(c.oid) t join pg_class p on p.oid = t.relid) end)
            from pg_class c where c.oid = any(?)
            """;

    // The key is the primary key, else the index that is the replica identity, else any other
    // that names rows. Columns an index only includes are none of it.
    private static final String TABLE =
            """
            select c.oid::bigint, c.relkind = 'p',
                   case when c.relkind = 'r' then c.relreplident::text
                        else coalesce((select case when bool_and(p.relreplident = 'f') then 'f'
                                                   when bool_and(p.relreplident = 'd') then 'd'
                                                   else 'n' end
                                       from pg_partition_tree(c.oid) t
                                       join pg_class p on p.oid = t.relid where t.isleaf), 'd') end,
                   k.primary_key, k."identity", k.columns
            from pg_class c left join lateral (
              select i.indisprimary primary_key, i.indisreplident "identity",
                     array(select a.attname::text
                           from unnest(i.indkey::int[]) with ordinality u(num, ord)
                           join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num
                           where u.ord <= i.indnkeyatts order by u.ord) columns
              from pg_index i
              where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
                and i.indpred is null and i.indexprs is null
                and not exists (select 1 from unnest(i.indkey::int[]) with ordinality u(num, ord)
                                join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num
                                where u.ord <= i.indnkeyatts
                                  and (not a.attnotnull or a.attgenerated <> ''))
              order by i.indisprimary desc, i.indisreplident desc, i.indexrelid limit 1) k on true
            where c.oid = ?::regclass
            """;

    // A domain stands for its base type; an array for its element's.
    private static final String COLUMNS =
            """
            select a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
                   coalesce(e.typname, b.typname),
                   case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,
                   case when e.oid is null then 0 else greatest(a.attndims, t.typndims, 1) end,
                   a.xmin::text::bigint, a.attstorage <> 'p', a.atthasmissing,
                   a.atthasdef and c.relkind = 'p'
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            join pg_type t on t.oid = a.atttypid
            join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
            left join pg_type e on e.oid = b.typelem and b.typcategory = 'A' and b.typlen = -1
                                and b.typname not in ('int2vector', 'oidvector')
            where a.attrelid = ? and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            order by a.attnum
            """;

    // The row of a partition that was made as one has the same origin as its tie to the parent:
    // it was empty then, and all that came later is in the log.
    private static final String FILES =
            """
            select p.oid::bigint,
                   case when p.xmin = i.xmin then -p.relfilenode::bigint else p.relfilenode::bigint end
            from pg_partition_tree(?) t
            join pg_class p on p.oid = t.relid
            left join pg_inherits i on i.inhrelid = p.oid
            where t.isleaf
            union all
            select c.oid::bigint, c.relfilenode::bigint from pg_class c
            where c.oid = ? and c.relkind = 'r'
            """;

    private PostgresTables() {}

    /**
     * A table there is.
     *
     * @param id the server's number of it
     * @param obstacle why it cannot be read, empty when it can
     */
    record Found(long id, SourceName name, String obstacle) {}

    /** The tables whose names are wanted, in order of names. */
    static List<Found> find(Connection connection, Predicate<SourceName> wanted)
            throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NAMES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                SourceName name = new SourceName(rows.getString(2), rows.getString(3));
                if (wanted.test(name)) {
                    found.add(new Found(rows.getLong(1), name, rows.getString(4)));
                }
            }
        }
        return found;
    }

    /** A text for each table that stays equal as long as the table's description does. */
    static Map<Long, String> sums(Connection connection, List<Found> tables) throws SQLException {
        Map<Long, String> sums = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
            Object[] ids = tables.stream().map(Found::id).toArray();
            statement.setArray(1, connection.createArrayOf("oid", ids));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sums.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return sums;
    }

    /**
     * Describes a table.
     *
     * @throws SQLException also when there is none of that name
     */
    static SourceTable describe(Connection connection, SourceName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, name.quoted());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("table " + name + " is gone", "42P01");
                }
                long id = row.getLong(1);
                boolean partitioned = row.getBoolean(2);
                boolean keyed = row.getObject(4) != null;
                List<String> key = keyed ? texts(row.getArray(6)) : List.of();
                SourceTable.Identity identity =
                        identity(row.getString(3), row.getBoolean(4), row.getBoolean(5));
                List<SourceTable.Column> columns = columns(connection, id, key);
                return new SourceTable(
                        id, name, partitioned, files(connection, id), identity, key, columns);
            }
        }
    }

    private static SourceTable.Identity identity(String code, boolean primary, boolean index) {
        if (code.equals("f")) {
            return SourceTable.Identity.FULL;
        }
        return (code.equals("d") && primary) || (code.equals("i") && index)
                ? SourceTable.Identity.KEY
                : SourceTable.Identity.OTHER;
    }

    private static List<SourceTable.Column> columns(
            Connection connection, long table, List<String> key) throws SQLException {
        List<SourceTable.Column> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(2);
                    DataType type =
                            PostgresTypes.of(row.getString(4), row.getInt(5), row.getInt(6));
                    found.add(
                            new SourceTable.Column(
                                    row.getInt(1),
                                    name,
                                    row.getString(3),
                                    row.getInt(6) == 0 ? row.getString(4) : "array",
                                    type.withNullable(!key.contains(name)),
                                    row.getLong(7),
                                    row.getBoolean(8),
                                    row.getBoolean(9) || row.getBoolean(10)));
                }
            }
        }
        return found;
    }

    private static Map<Long, Long> files(Connection connection, long table) throws SQLException {
        Map<Long, Long> files = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FILES)) {
            statement.setLong(1, table);
            statement.setLong(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    files.put(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        return files;
    }

    private static List<String> texts(Array array) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object value : (Object[]) array.getArray()) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }
}
