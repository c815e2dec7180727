package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.error.WeirException;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableDefinition;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE TABLE [IF NOT EXISTS] t (columns) [COMMENT '..'] [PARTITIONED BY (..)] [WITH (..)]
 * [AS query]} and {@code CREATE TABLE t LIKE other}.
 */
final class CreateTable implements Explained {

    private static final List<String> LIKE_PARTS =
            List.of(
                    "ALL",
                    "CONSTRAINTS",
                    "GENERATED",
                    "METADATA",
                    "OPTIONS",
                    "PARTITIONS",
                    "WATERMARKS");

    private final List<String> path;
    private final boolean ifNotExists;
    private ColumnDefinitions columns = ColumnDefinitions.none();
    private List<String> partitionKeys = List.of();
    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable String comment;
    private @Nullable String query;
    private @Nullable List<String> like;
    private final Set<String> excluded = new HashSet<>();

    private CreateTable(List<String> path, boolean ifNotExists) {
        this.path = path;
        this.ifNotExists = ifNotExists;
    }

    /** Reads what follows {@code CREATE TABLE}. */
    static CreateTable parse(StatementTokens tokens) {
        boolean ifNotExists = tokens.take("IF", "NOT", "EXISTS");
        CreateTable made =
                new CreateTable(tokens.qualifiedName("the name of a table"), ifNotExists);
        if (tokens.peek().isSymbol("(")) {
            made.columns = ColumnDefinitions.parse(tokens);
        }
        while (made.parseClause(tokens)) {
            // Clauses may come in any order.
        }
        tokens.expectEnd();
        return made;
    }

    private boolean parseClause(StatementTokens tokens) {
        if (tokens.take("COMMENT")) {
            comment = tokens.string("a comment in quotes");
        } else if (tokens.take("PARTITIONED", "BY")) {
            partitionKeys = tokens.nameList("a partition column");
        } else if (tokens.take("WITH") || tokens.take("TBLPROPERTIES")) {
            options.putAll(tokens.properties());
        } else if (tokens.take("LIKE")) {
            like = tokens.qualifiedName("the name of a table");
            parseLikeOptions(tokens);
        } else if (tokens.take("AS")) {
            query = tokens.rest();
            while (!tokens.atEnd()) {
                tokens.next();
            }
        } else {
            return false;
        }
        return true;
    }

    /** {@code (EXCLUDING OPTIONS INCLUDING ...)}: what of the other table is taken. */
    private void parseLikeOptions(StatementTokens tokens) {
        if (!tokens.takeSymbol("(")) {
            return;
        }
        while (!tokens.takeSymbol(")")) {
            boolean excluding = tokens.take("EXCLUDING");
            if (!excluding && !tokens.take("INCLUDING") && !tokens.take("OVERWRITING")) {
                throw tokens.problem("INCLUDING, EXCLUDING or OVERWRITING");
            }
            String part = tokens.name("a part of the other table").toUpperCase(Locale.ROOT);
            if (!LIKE_PARTS.contains(part)) {
                throw new InvalidRequestException("LIKE takes the parts " + LIKE_PARTS);
            }
            if (excluding) {
                excluded.add(part);
            } else {
                excluded.remove(part);
            }
        }
    }

    private boolean takes(String part) {
        return !excluded.contains(part) && !excluded.contains("ALL");
    }

    @Override
    public @Nullable String query(SessionState session) {
        return query;
    }

    @Override
    public SqlResult execute(SessionState session) {
        Identifier identifier = session.scope().identifier(path);
        if (session.catalog().hasTable(identifier)) {
            if (ifNotExists) {
                return FixedResult.done("table " + identifier + " exists already");
            }
            throw ExistenceException.alreadyExists("table", identifier.toString());
        }
        createFirstDatabase(session, identifier);
        String asQuery = query;
        if (asQuery == null) {
            session.catalog().createTable(identifier, definition(session, List.of()));
            return FixedResult.done("table " + identifier + " created");
        }
        if (!columns.columns().isEmpty() || like != null) {
            throw new InvalidRequestException(
                    "CREATE TABLE .. AS takes its columns from the query, no list of them");
        }
        List<SqlColumn> given = session.queries().columns(asQuery);
        Table table = session.catalog().createTable(identifier, definition(session, given));
        return fill(session, table, asQuery);
    }

    /** The session's first database comes into being with the first table in it. */
    private static void createFirstDatabase(SessionState session, Identifier identifier) {
        boolean current = identifier.database().equals(session.scope().database());
        if (current
                && identifier.database().equals("default")
                && !session.catalog().hasDatabase(identifier.database())) {
            session.catalog().createDatabase(identifier.database());
        }
    }

    private static SqlResult fill(SessionState session, Table table, String query) {
        try {
            TableInsert insert = TableInsert.into(table);
            return FixedResult.rowsChanged("inserted", insert.execute(session, query));
        } catch (RuntimeException | Error e) {
            try {
                session.catalog().dropTable(table.identifier());
            } catch (WeirException drop) {
                e.addSuppressed(drop);
            }
            throw e;
        }
    }

    private TableDefinition definition(SessionState session, List<SqlColumn> ofQuery) {
        List<Field> fields = new ArrayList<>(columns.columns());
        List<String> keys = columns.primaryKey();
        List<String> partitions = partitionKeys;
        Map<String, String> allOptions = new LinkedHashMap<>();
        String description = comment;
        for (SqlColumn column : ofQuery) {
            fields.add(Field.of(fields.size(), column.name(), column.type()));
        }
        if (like != null) {
            TableSchema other = session.scope().table(like).schema();
            fields.addAll(0, other.fields());
            if (keys.isEmpty() && takes("CONSTRAINTS")) {
                keys = other.primaryKeys();
            }
            if (partitions.isEmpty() && takes("PARTITIONS")) {
                partitions = other.partitionKeys();
            }
            description = description == null ? other.comment() : description;
            if (takes("OPTIONS")) {
                allOptions.putAll(other.options());
                allOptions.remove("path");
            }
        }
        allOptions.putAll(options);
        keys = fromOption(allOptions, "primary-key", keys);
        partitions = fromOption(allOptions, "partition", partitions);
        if (fields.isEmpty()) {
            throw new InvalidRequestException("a table needs at least one column");
        }
        return new TableDefinition(fields, partitions, keys, allOptions, description);
    }

    /** Keys may be given as an option, which then is not kept. */
    private static List<String> fromOption(
            Map<String, String> options, String key, List<String> clause) {
        String text = options.remove(key);
        if (text == null) {
            return clause;
        }
        if (!clause.isEmpty()) {
            throw new InvalidRequestException(
                    "option '" + key + "' and the clause for it cannot stand together");
        }
        return Arrays.stream(text.split(",")).map(String::strip).toList();
    }
}
