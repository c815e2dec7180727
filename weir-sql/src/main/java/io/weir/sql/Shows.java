package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code SHOW ...} and {@code DESCRIBE}: what there is in the catalog. */
final class Shows {

    private Shows() {}

    /** Reads what follows {@code SHOW}; null if that is for the query engine. */
    static @Nullable Statement parse(StatementTokens tokens) {
        if (tokens.take("DATABASES") || tokens.take("SCHEMAS")) {
            Pattern like = like(tokens);
            tokens.expectEnd();
            return session -> names("database name", session.catalog().databases(), like);
        }
        if (tokens.take("TABLES")) {
            return tables(tokens);
        }
        if (tokens.take("CREATE", "TABLE")) {
            List<String> path = tokens.qualifiedName("the name of a table");
            tokens.expectEnd();
            return session ->
                    FixedResult.ofTexts("create table")
                            .add(createTable(session.scope().table(path)));
        }
        if (tokens.take("PARTITIONS")) {
            List<String> path = tokens.qualifiedName("the name of a table");
            Map<String, String> values =
                    tokens.take("PARTITION") ? Insert.partition(tokens) : Map.of();
            tokens.expectEnd();
            return session -> {
                FixedResult result = FixedResult.ofTexts("partition name");
                Table table = session.scope().table(path);
                Truncate.partitions(session, table, values).forEach(result::add);
                return result;
            };
        }
        if (tokens.take("COLUMNS")) {
            if (!tokens.take("FROM")) {
                tokens.expect("IN");
            }
            List<String> path = tokens.qualifiedName("the name of a table");
            tokens.expectEnd();
            return session -> describe(session.scope().table(path));
        }
        if (tokens.take("TBLPROPERTIES")) {
            List<String> path = tokens.qualifiedName("the name of a table");
            tokens.expectEnd();
            return session -> {
                FixedResult result = FixedResult.ofTexts("key", "value");
                new TreeMap<>(session.scope().table(path).schema().options()).forEach(result::add);
                return result;
            };
        }
        if (tokens.take("CURRENT", "DATABASE")) {
            tokens.expectEnd();
            return session ->
                    FixedResult.ofTexts("current database name").add(session.scope().database());
        }
        String what = tokens.peek().keyword();
        if (Set.of("CATALOGS", "VIEWS", "FUNCTIONS", "PROCEDURES").contains(what)) {
            throw new InvalidRequestException(
                    "SHOW "
                            + what
                            + " is not supported; SHOW takes DATABASES, TABLES, COLUMNS FROM t,"
                            + " PARTITIONS t, CREATE TABLE t, TBLPROPERTIES t and CURRENT DATABASE");
        }
        return null;
    }

    private static Statement tables(StatementTokens tokens) {
        String database =
                tokens.take("FROM") || tokens.take("IN")
                        ? tokens.name("the name of a database")
                        : null;
        Pattern like = like(tokens);
        tokens.expectEnd();
        return session -> {
            String wanted = database == null ? session.scope().database() : database;
            boolean fresh = database == null && !session.catalog().hasDatabase(wanted);
            List<String> names =
                    fresh
                            ? List.of()
                            : session.catalog().tables(session.scope().databaseName(wanted));
            return names("table name", names, like);
        };
    }

    /** {@code LIKE 'pattern'} with the wildcards of SQL; everything without it. */
    private static Pattern like(StatementTokens tokens) {
        if (!tokens.take("LIKE")) {
            return Pattern.compile(".*", Pattern.DOTALL);
        }
        StringBuilder regex = new StringBuilder();
        for (char c : tokens.string("a pattern in quotes").toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static SqlResult names(String column, List<String> names, Pattern like) {
        FixedResult result = FixedResult.ofTexts(column);
        names.stream().filter(name -> like.matcher(name).matches()).forEach(result::add);
        return result;
    }

    /** The columns of a table: name, type, whether null, part of which key, comment. */
    static SqlResult describe(Table table) {
        FixedResult result = FixedResult.ofTexts("name", "type", "null", "key", "comment");
        List<String> primary = table.schema().primaryKeys();
        List<String> partition = table.schema().partitionKeys();
        for (Field field : table.rowType().fields()) {
            List<String> keys = new ArrayList<>();
            if (primary.contains(field.name())) {
                keys.add("PRI(" + String.join(", ", primary) + ")");
            }
            if (partition.contains(field.name())) {
                keys.add("PARTITION");
            }
            result.add(
                    field.name(),
                    TypeText.of(field.type().withNullable(true)),
                    field.type().nullable() ? "TRUE" : "FALSE",
                    keys.isEmpty() ? null : String.join(", ", keys),
                    field.description());
        }
        return result;
    }

    /** A statement that makes a table of the same definition. */
    static String createTable(Table table) {
        TableSchema schema = table.schema();
        List<String> lines = new ArrayList<>();
        for (Field field : table.rowType().fields()) {
            String line = "  " + backquoted(field.name()) + " " + TypeText.of(field.type());
            if (field.defaultValue() != null) {
                line += " DEFAULT " + EngineTypes.literal(field.defaultValue());
            }
            if (field.description() != null) {
                line += " COMMENT " + EngineTypes.literal(field.description());
            }
            lines.add(line);
        }
        if (schema.hasPrimaryKey()) {
            lines.add("  PRIMARY KEY (" + backquoted(schema.primaryKeys()) + ") NOT ENFORCED");
        }
        StringBuilder text = new StringBuilder("CREATE TABLE ");
        text.append(backquoted(table.identifier().database()))
                .append('.')
                .append(backquoted(table.identifier().table()))
                .append(" (\n")
                .append(String.join(",\n", lines))
                .append("\n)");
        if (schema.comment() != null) {
            text.append(" COMMENT ").append(EngineTypes.literal(schema.comment()));
        }
        if (!schema.partitionKeys().isEmpty()) {
            text.append("\nPARTITIONED BY (")
                    .append(backquoted(schema.partitionKeys()))
                    .append(")");
        }
        Map<String, String> options = new TreeMap<>(schema.options());
        options.remove("path");
        if (!options.isEmpty()) {
            List<String> entries = new ArrayList<>();
            options.forEach(
                    (key, value) ->
                            entries.add(
                                    "  "
                                            + EngineTypes.literal(key)
                                            + " = "
                                            + EngineTypes.literal(value)));
            text.append("\nWITH (\n").append(String.join(",\n", entries)).append("\n)");
        }
        return text.toString();
    }

    static String backquoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    private static String backquoted(List<String> names) {
        return String.join(", ", names.stream().map(Shows::backquoted).toList());
    }
}
