package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Tables and views that live as long as the session. Temporary tables are the query engine's,
 * filled by queries over ours; temporary views are kept here as text, since each use of one opens
 * scans of its own.
 */
final class TemporaryObjects {

    private TemporaryObjects() {}

    /** Reads what follows {@code CREATE}; null if it is the query engine's. */
    static @Nullable Statement create(StatementTokens tokens) {
        boolean replace = tokens.take("OR", "REPLACE");
        boolean temporary = tokens.take("TEMPORARY") || tokens.take("TEMP");
        if (tokens.take("TABLE") && temporary) {
            return table(tokens);
        }
        if (!tokens.take("VIEW")) {
            return null;
        }
        if (!temporary) {
            throw new InvalidRequestException(
                    "this catalog keeps no views; CREATE TEMPORARY VIEW makes one for the session");
        }
        return view(tokens, replace);
    }

    private static @Nullable Statement table(StatementTokens tokens) {
        tokens.until("AS");
        if (!tokens.take("AS")) {
            return null;
        }
        String query = tokens.rest();
        String text = tokens.text();
        String head = text.substring(0, text.length() - query.length());
        return session -> session.queries().run(head, query, "");
    }

    private static Statement view(StatementTokens tokens, boolean replace) {
        boolean ifNotExists = tokens.take("IF", "NOT", "EXISTS");
        String name = tokens.name("the name of a view");
        tokens.expect("AS");
        String query = tokens.rest();
        return session -> {
            if (session.queries().hasView(name) && !replace) {
                if (ifNotExists) {
                    return FixedResult.done("view " + name + " exists already");
                }
                throw ExistenceException.alreadyExists("view", name);
            }
            session.queries().addView(name, query);
            return FixedResult.done("view " + name + " created");
        };
    }

    /** Reads what follows {@code DROP}; null if it is the query engine's. */
    static @Nullable Statement drop(StatementTokens tokens) {
        if (!tokens.take("TEMPORARY")) {
            tokens.take("TEMP");
        }
        if (!tokens.take("VIEW")) {
            return null;
        }
        boolean ifExists = tokens.take("IF", "EXISTS");
        String name = tokens.name("the name of a view");
        tokens.expectEnd();
        return session -> {
            if (!session.queries().dropView(name) && !ifExists) {
                throw ExistenceException.notFound("view", name);
            }
            return FixedResult.done("view " + name + " dropped");
        };
    }
}
