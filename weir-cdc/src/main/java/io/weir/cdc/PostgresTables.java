package io.weir.cdc;

import io.weir.error.InvalidRequestException;
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
                   case when c.relkind = 'p' and exists
                          (select 1 from pg_partition_tree(c.oid) t
                           join pg_class p on p.oid = t.relid
                           where t.isleaf and p.relkind <> 'p'
                             and (p.relkind <> 'r' or p.relpersistence <> 'p'))
                        then 'has a partition that is foreign or unlogged'
                        when c.relkind in ('r', 'p') and c.relpersistence = 'p' then ''
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
                     (select t.xmin from pg_type t where t.oid = c.reltype),
                     (select string_agg(concat_ws(' ', p.oid, p.xmin, r.oid, r.xmin), ',')
                      from pg_publication p
                      left join pg_publication_rel r on r.prpubid = p.oid and r.prrelid = c.oid
                      where p.pubname = ?),
                     (select md5(string_agg(concat_ws(' ', a.attnum, a.xmin), ','
                                            order by a.attnum))
                      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0),
                     (select md5(string_agg(concat_ws(' ', e.oid, e.xmin), ',' order by e.oid))
                      from pg_enum e where e.enumtypid in
                        (select unnest(array[t.oid, t.typbasetype, t.typelem, d.typelem])
                         from pg_attribute a join pg_type t on t.oid = a.atttypid
                         left join pg_type d on d.oid = t.typbasetype
                         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)),
                     (select md5(string_agg(concat_ws(' ', i.indexrelid, i.xmin), ','
                                            order by i.indexrelid))
                      from pg_index i where i.indrelid = c.oid),
                     case when c.relkind = 'p' then
                       (select md5(string_agg(concat_ws(' ', p.oid, p.relfilenode, i.xmin), ','
                                              order by p.oid))
                        from pg_partition_tree(c.oid) t join pg_class p on p.oid = t.relid
                        left join pg_inherits i on i.inhrelid = p.oid) end)
            from pg_class c where c.oid = any(?)
            """;

    // The key is the primary key, else the index that is the replica identity, else any other
    // that names rows. Columns an index only includes are none of it.
    private static final String TABLE =
            """
            select c.oid::bigint, c.relkind = 'p',
                   case when c.relkind = 'r' then c.relreplident::text
                        else coalesce((select case when bool_and(p.relreplident = 'f') then 'f'
                                                   when bool_or(p.relreplident = 'i') then 'i'
                                                   when bool_and(p.relreplident in ('d', 'f'))
                                                   then 'd' else 'n' end
                                       from pg_partition_tree(c.oid) t
                                       join pg_class p on p.oid = t.relid where t.isleaf), 'd') end,
                   k.primary_key, k."identity", k.columns,
                   (select t.xmin::text::bigint from pg_type t where t.oid = c.reltype)
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

    // A table that was made as a partition has columns that were inherited from the first, in the
    // command that made it; attaching one changes all its columns. It was empty then, and all that
    // came later is in the log, if those that it is in were made so, too.
    private static final String FILES =
            """
            select p.oid::bigint, p.relfilenode::bigint, x.ties, x.born
            from pg_partition_tree(?) t
            join pg_class p on p.oid = t.relid
            cross join lateral (
              select string_agg(i.xmin::text, ',' order by a.step) ties,
                     bool_and(exists(
                       select 1 from pg_attribute c join pg_attribute s on s.attrelid = c.attrelid
                       where c.attrelid = a.relid and c.attnum > 0 and c.attinhcount > 0
                         and s.attnum = -1 and c.xmin = s.xmin and c.cmin = s.cmin
                         and c.xmin = i.xmin)) born
              from pg_partition_ancestors(p.oid) with ordinality a(relid, step)
              join pg_inherits i on i.inhrelid = a.relid) x
            where t.isleaf and p.relkind <> 'p'
            union all
            select c.oid::bigint, c.relfilenode::bigint, '', false from pg_class c
            where c.oid = ? and c.relkind = 'r'
            """;

    // Of columns that are enums, domains of them or arrays of either.
    private static final String LABELS =
            """
            select e.oid::bigint, e.enumlabel from pg_enum e where e.enumtypid in
              (select unnest(array[t.oid, t.typbasetype, t.typelem, d.typelem])
               from pg_attribute a join pg_type t on t.oid = a.atttypid
               left join pg_type d on d.oid = t.typbasetype
               where a.attrelid = ? and a.attnum > 0 and not a.attisdropped)
            """;

    // By name, with its schema (a catalog of 15 and later), or with all tables.
    private static final String LISTED =
            """
            select 'table ' || p.oid || ' ' || p.xmin || ' ' || r.oid || ' ' || r.xmin, true,
                   coalesce(to_jsonb(r) ->> 'prqual', to_jsonb(r) ->> 'prattrs') is not null
            from pg_publication p join pg_publication_rel r on r.prpubid = p.oid
            where p.pubname = ? and r.prrelid = ?
            union all
            select 'all ' || p.oid || ' ' || p.xmin, false, false from pg_publication p
            where p.pubname = ? and p.puballtables
            """;

    private static final String IN_SCHEMA =
            """
            select 'schema ' || p.oid || ' ' || p.xmin || ' ' || n.oid || ' ' || n.xmin, false, false
            from pg_publication p join pg_publication_namespace n on n.pnpubid = p.oid
            join pg_class c on c.relnamespace = n.pnnspid
            where p.pubname = ? and c.oid = ?
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
    static Map<Long, String> sums(Connection connection, List<Found> tables, String publication)
            throws SQLException {
        Map<Long, String> sums = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
            Object[] ids = tables.stream().map(Found::id).toArray();
            statement.setString(1, publication);
            statement.setArray(2, connection.createArrayOf("oid", ids));
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
     * @param publication the job's
     * @throws SQLException also when there is none of that name
     * @throws InvalidRequestException the publication hides some of its rows or columns
     */
    static SourceTable describe(Connection connection, SourceName name, String publication)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, name.quoted());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("table " + name + " is gone", "42P01");
                }
                long id = row.getLong(1);
                boolean keyed = row.getObject(4) != null;
                List<String> key = keyed ? texts(row.getArray(6)) : List.of();
                Listed listed = listed(connection, id, name, publication);
                SourceTable.Traces traces =
                        new SourceTable.Traces(
                                files(connection, id),
                                row.getLong(7),
                                listed.since,
                                listed.byName,
                                labels(connection, id));
                return new SourceTable(
                        id,
                        name,
                        row.getBoolean(2),
                        traces,
                        identity(row.getString(3), row.getBoolean(4), row.getBoolean(5)),
                        key,
                        columns(connection, id, key));
            }
        }
    }

    /**
     * How a publication has a table.
     *
     * @param since empty when it has not
     */
    private record Listed(String since, boolean byName) {}

    private static Listed listed(
            Connection connection, long table, SourceName name, String publication)
            throws SQLException {
        boolean schemas = connection.getMetaData().getDatabaseMajorVersion() >= 15;
        String sql = schemas ? LISTED + " union all " + IN_SCHEMA : LISTED;
        StringBuilder since = new StringBuilder();
        boolean byName = false;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, publication);
            statement.setLong(2, table);
            statement.setString(3, publication);
            if (schemas) {
                statement.setString(4, publication);
                statement.setLong(5, table);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    since.append(since.isEmpty() ? "" : ", ").append(row.getString(1));
                    byName |= row.getBoolean(2);
                    if (row.getBoolean(3)) {
                        throw new InvalidRequestException(
                                "publication "
                                        + publication
                                        + " hides rows or columns of table "
                                        + name
                                        + "; put the table into it without a WHERE and a list of"
                                        + " columns");
                    }
                }
            }
        }
        return new Listed(since.toString(), byName);
    }

    private static SourceTable.Identity identity(String code, boolean primary, boolean index) {
        if (code.equals("f")) {
            return SourceTable.Identity.FULL;
        }
        if ((code.equals("d") && primary) || (code.equals("i") && index)) {
            return SourceTable.Identity.KEY;
        }
        return code.equals("i") ? SourceTable.Identity.OTHER : SourceTable.Identity.NOTHING;
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

    private static Map<Long, String> labels(Connection connection, long table) throws SQLException {
        Map<Long, String> labels = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LABELS)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    labels.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return labels;
    }

    private static Map<Long, SourceTable.RowFile> files(Connection connection, long table)
            throws SQLException {
        Map<Long, SourceTable.RowFile> files = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FILES)) {
            statement.setLong(1, table);
            statement.setLong(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    files.put(
                            rows.getLong(1),
                            new SourceTable.RowFile(
                                    rows.getLong(2), rows.getString(3), rows.getBoolean(4)));
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
