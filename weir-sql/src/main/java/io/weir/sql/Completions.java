package io.weir.sql;

import io.weir.catalog.Catalog;
import io.weir.table.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a shell may offer behind a text: names of the catalog and keywords. */
final class Completions {

    private static final List<String> KEYWORDS =
            List.of(
                    "ADD",
                    "ALTER TABLE",
                    "AND",
                    "AS",
                    "ASC",
                    "BETWEEN",
                    "BIGINT",
                    "BOOLEAN",
                    "BY",
                    "BYTES",
                    "CALL sys.compact(",
                    "CALL sys.expire_snapshots(",
                    "CASE",
                    "CAST",
                    "COLUMN",
                    "COMMENT",
                    "CREATE DATABASE",
                    "CREATE TABLE",
                    "CROSS JOIN",
                    "DATE",
                    "DECIMAL(",
                    "DELETE FROM",
                    "DESC",
                    "DESCRIBE",
                    "DISTINCT",
                    "DOUBLE",
                    "DROP DATABASE",
                    "DROP TABLE",
                    "ELSE",
                    "END",
                    "EXCEPT",
                    "EXISTS",
                    "EXPLAIN",
                    "FLOAT",
                    "FOR TIMESTAMP AS OF",
                    "FOR VERSION AS OF",
                    "FROM",
                    "FULL JOIN",
                    "GROUP BY",
                    "HAVING",
                    "IF EXISTS",
                    "IF NOT EXISTS",
                    "IN",
                    "INNER JOIN",
                    "INSERT INTO",
                    "INSERT OVERWRITE",
                    "INT",
                    "INTERSECT",
                    "IS NOT NULL",
                    "IS NULL",
                    "JOIN",
                    "LEFT JOIN",
                    "LIKE",
                    "LIMIT",
                    "MERGE INTO",
                    "NOT",
                    "NULL",
                    "OFFSET",
                    "ON",
                    "OR",
                    "ORDER BY",
                    "OVER",
                    "PARTITION BY",
                    "PARTITIONED BY",
                    "PRIMARY KEY (",
                    "QUALIFY",
                    "RIGHT JOIN",
                    "SELECT",
                    "SET",
                    "SHOW CREATE TABLE",
                    "SHOW DATABASES",
                    "SHOW PARTITIONS",
                    "SHOW TABLES",
                    "STRING",
                    "SUMMARIZE",
                    "THEN",
                    "TIMESTAMP",
                    "TRUNCATE TABLE",
                    "UNION ALL",
                    "UPDATE",
                    "USE",
                    "USING",
                    "VALUES",
                    "WHEN MATCHED THEN",
                    "WHEN NOT MATCHED THEN",
                    "WHERE",
                    "WITH");

    private static final List<String> SYSTEM_TABLES =
            List.of(
                    "snapshots",
                    "schemas",
                    "options",
                    "files",
                    "manifests",
                    "partitions",
                    "buckets");

    private Completions() {}

    static List<String> of(Catalog catalog, String database, String text) {
        int start = text.length();
        while (start > 0 && isNamePart(text.charAt(start - 1))) {
            start--;
        }
        String word = text.substring(start);
        TreeSet<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        int dot = word.lastIndexOf('.');
        if (dot >= 0) {
            behindDot(catalog, database, word.substring(0, dot), found);
        } else {
            found.addAll(catalog.databases());
            if (catalog.hasDatabase(database)) {
                found.addAll(catalog.tables(database));
                addSystemTables(database, word, catalog, "", found);
            }
            addColumns(catalog, database, text.substring(0, start), found);
            found.addAll(KEYWORDS);
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        return found.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(wanted))
                .toList();
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
    }

    /** Tables of a database, or columns of a table of the current one. */
    private static void behindDot(
            Catalog catalog, String database, String head, Set<String> found) {
        if (catalog.hasDatabase(head)) {
            for (String table : catalog.tables(head)) {
                found.add(head + "." + table);
            }
        } else if (catalog.hasDatabase(database)
                && catalog.hasTable(new Identifier(database, head))) {
            for (String column : catalog.table(new Identifier(database, head)).rowType().names()) {
                found.add(head + "." + column);
            }
        }
    }

    private static void addSystemTables(
            String database, String word, Catalog catalog, String head, Set<String> found) {
        int dollar = word.indexOf('$');
        if (dollar > 0 && catalog.hasTable(new Identifier(database, word.substring(0, dollar)))) {
            for (String name : SYSTEM_TABLES) {
                found.add(head + word.substring(0, dollar + 1) + name);
            }
        }
    }

    /** Columns of the tables that the text names so far. */
    private static void addColumns(
            Catalog catalog, String database, String before, Set<String> found) {
        List<Token> tokens = Lexer.tokensOfUnfinished(before);
        List<Identifier> named = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (!token.isName()) {
                continue;
            }
            boolean qualified = at + 2 < tokens.size() && tokens.get(at + 1).isSymbol(".");
            named.add(
                    qualified && tokens.get(at + 2).isName()
                            ? new Identifier(token.value(), tokens.get(at + 2).value())
                            : new Identifier(database, token.value()));
        }
        for (Identifier identifier : named) {
            if (catalog.hasDatabase(identifier.database()) && catalog.hasTable(identifier)) {
                found.addAll(catalog.table(identifier).rowType().names());
            }
        }
    }
}
