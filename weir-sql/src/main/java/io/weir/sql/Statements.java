package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import io.weir.table.Identifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells Weir's own statements from those of the query engine, by their first words. */
final class Statements {

    private Statements() {}

    /** The statement of a text, which may end in a semicolon. */
    static Statement parse(String text) {
        String statement = withoutEnd(text);
        StatementTokens tokens = new StatementTokens(statement);
        if (tokens.atEnd()) {
            throw new InvalidRequestException("the statement is empty");
        }
        Statement own = own(tokens);
        if (own != null) {
            return own;
        }
        return session -> session.queries().run(statement);
    }

    private static String withoutEnd(String text) {
        List<String> statements = SqlScript.split(text);
        if (statements.size() > 1) {
            throw new InvalidRequestException(
                    "expected one statement but found " + statements.size());
        }
        return statements.isEmpty() ? "" : statements.get(0);
    }

    /** One of ours; null for the query engine's. */
    static @Nullable Statement own(StatementTokens tokens) {
        String first = tokens.next().keyword();
        return switch (first) {
            case "CREATE" -> create(tokens);
            case "DROP" -> drop(tokens);
            case "USE" -> Databases.use(tokens);
            case "SHOW" -> Shows.parse(tokens);
            case "DESCRIBE", "DESC" -> describe(tokens);
            case "ALTER" -> tokens.take("TABLE") ? AlterTable.parse(tokens) : null;
            case "INSERT" -> Insert.parse(tokens);
            case "TRUNCATE" -> Truncate.parse(tokens);
            case "UPDATE" -> Update.parse(tokens);
            case "DELETE" -> Delete.parse(tokens);
            case "MERGE" -> Merge.parse(tokens);
            case "CALL" -> Call.parse(tokens);
            case "EXPLAIN" -> Explain.parse(tokens);
            case "SET" -> SessionOptions.set(tokens);
            case "RESET" -> SessionOptions.reset(tokens);
            case "COPY" -> EngineStatements.copy(tokens);
            case "PIVOT" -> EngineStatements.pivot(tokens);
            case "BEGIN", "START", "COMMIT", "ROLLBACK", "ABORT", "END" ->
                    throw refused(
                            first
                                    + " is not supported: each statement is a transaction of its own, and"
                                    + " is in the table when it ends; MERGE INTO makes several changes at"
                                    + " once");
            case "UPSERT", "REPLACE" ->
                    throw refused(
                            first
                                    + " is spelled INSERT INTO: into a table with a primary key it replaces"
                                    + " the row of an equal key");
            default -> null;
        };
    }

    private static InvalidRequestException refused(String why) {
        return new InvalidRequestException(why);
    }

    private static @Nullable Statement create(StatementTokens tokens) {
        if (tokens.take("DATABASE") || tokens.take("SCHEMA")) {
            return Databases.create(tokens);
        }
        if (tokens.take("TABLE")) {
            return CreateTable.parse(tokens);
        }
        if (tokens.take("CATALOG")) {
            throw Databases.oneCatalog("CREATE CATALOG");
        }
        if (tokens.peek().isWord("INDEX") || tokens.peek().isWord("UNIQUE")) {
            throw refused(
                    "tables have no indexes; rows are found by primary key, partition and the"
                            + " statistics of files");
        }
        return TemporaryObjects.create(tokens);
    }

    private static @Nullable Statement drop(StatementTokens tokens) {
        if (tokens.take("DATABASE") || tokens.take("SCHEMA")) {
            return Databases.drop(tokens);
        }
        if (tokens.take("TABLE")) {
            return dropTable(tokens);
        }
        return TemporaryObjects.drop(tokens);
    }

    private static Statement dropTable(StatementTokens tokens) {
        boolean ifExists = tokens.take("IF", "EXISTS");
        List<String> path = tokens.qualifiedName("the name of a table");
        tokens.expectEnd();
        String text = tokens.text();
        return session -> {
            Optional<Identifier> found;
            try {
                found = session.scope().find(path);
            } catch (ExistenceException e) {
                if (ifExists) {
                    return FixedResult.done("table " + String.join(".", path) + " does not exist");
                }
                throw e;
            }
            if (found.isEmpty()) {
                return dropOfEngine(session, path, ifExists, text);
            }
            session.catalog().dropTable(session.scope().changedTable(path).identifier());
            return FixedResult.done("table " + found.get() + " dropped");
        };
    }

    /** The table is not in the catalog: a temporary one of the query engine, or nothing. */
    private static SqlResult dropOfEngine(
            SessionState session, List<String> path, boolean ifExists, String text) {
        if (path.size() > 1 && !ifExists) {
            session.scope().databaseName(path.get(0));
        }
        SqlResult result = session.queries().run(text);
        return ifExists && result.message().isEmpty()
                ? FixedResult.done("table " + String.join(".", path) + " does not exist")
                : result;
    }

    /** {@code DESCRIBE [TABLE] t}; of a query, the query engine does it. */
    private static Statement describe(StatementTokens tokens) {
        if (!tokens.take("TABLE")) {
            tokens.take("EXTENDED");
        }
        String rest = tokens.rest();
        boolean name = tokens.peek().isName();
        boolean query =
                List.of("SELECT", "FROM", "WITH", "VALUES").contains(tokens.peek().keyword());
        if (!name || query) {
            return session -> session.queries().run("DESCRIBE ", rest, "");
        }
        List<String> path = tokens.qualifiedName("the name of a table");
        tokens.expectEnd();
        return session ->
                session.scope().find(path).isPresent()
                        ? Shows.describe(session.scope().table(path))
                        : session.queries().run("DESCRIBE " + rest);
    }
}
