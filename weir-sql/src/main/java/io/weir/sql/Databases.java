package io.weir.sql;

import io.weir.error.ExistenceException;
import io.weir.error.InvalidRequestException;

/** Statements about databases. */
final class Databases {

    private Databases() {}

    /** Reads what follows {@code CREATE DATABASE}. */
    static Statement create(StatementTokens tokens) {
        boolean ifNotExists = tokens.take("IF", "NOT", "EXISTS");
        String name = tokens.name("the name of a database");
        boolean described = tokens.take("COMMENT");
        if (described) {
            tokens.string("a comment in quotes");
        }
        if (tokens.take("WITH")) {
            described |= !tokens.properties().isEmpty();
        }
        tokens.expectEnd();
        String notKept =
                described ? "; a file system catalog keeps no comment and no properties of it" : "";
        return session -> {
            if (!session.catalog().hasDatabase(name)) {
                session.catalog().createDatabase(name);
                return FixedResult.done("database " + name + " created" + notKept);
            }
            if (!ifNotExists) {
                throw ExistenceException.alreadyExists("database", name);
            }
            return FixedResult.done("database " + name + " exists already");
        };
    }

    /** Reads what follows {@code DROP DATABASE}. */
    static Statement drop(StatementTokens tokens) {
        boolean ifExists = tokens.take("IF", "EXISTS");
        String name = tokens.name("the name of a database");
        boolean cascade = tokens.take("CASCADE");
        if (!cascade) {
            tokens.take("RESTRICT");
        }
        tokens.expectEnd();
        return session -> {
            if (!session.catalog().hasDatabase(name)) {
                if (ifExists) {
                    return FixedResult.done("database " + name + " does not exist");
                }
                throw ExistenceException.notFound("database", name);
            }
            session.catalog().dropDatabase(name, cascade);
            return FixedResult.done("database " + name + " dropped");
        };
    }

    /** The error for statements about catalogs, which pasted scripts begin with. */
    static InvalidRequestException oneCatalog(String statement) {
        return new InvalidRequestException(
                statement
                        + " is not needed: a session works on the one warehouse it was started"
                        + " with; leave the statement out and USE a database");
    }

    /** Reads what follows {@code USE}. */
    static Statement use(StatementTokens tokens) {
        if (tokens.peek().isWord("CATALOG") && tokens.peek(1).isName()) {
            throw oneCatalog("USE CATALOG");
        }
        String name = tokens.name("the name of a database");
        tokens.expectEnd();
        return session -> {
            session.scope().use(name);
            return FixedResult.done("current database is " + session.scope().database());
        };
    }
}
