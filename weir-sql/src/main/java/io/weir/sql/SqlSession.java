package io.weir.sql;

import io.weir.catalog.Catalog;
import io.weir.env.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in SQL with a catalog: a current database, session options, temporary tables and
 * views of the query engine. One statement at a time; {@link #cancel} and {@link #progress} may
 * come from any thread.
 */
public final class SqlSession implements AutoCloseable {

    private final Catalog catalog;
    private final Engine engine;
    private final TableScope scope;
    private final QueryRunner queries;
    private final SessionState state;
    private @Nullable SqlResult last;

    private SqlSession(Catalog catalog, Environment environment, SqlSettings settings) {
        this.catalog = catalog;
        this.engine = Engine.open(environment, settings);
        this.scope = new TableScope(catalog, settings.database());
        this.queries = new QueryRunner(engine, scope, environment);
        this.state = new SessionState(scope, queries, engine, environment);
    }

    /**
     * Starts a session; the query engine starts with it.
     *
     * @param catalog where tables are found; stays the caller's to close
     */
    public static SqlSession open(Catalog catalog, Environment environment, SqlSettings settings) {
        return new SqlSession(catalog, environment, settings);
    }

    /**
     * Executes one statement, with or without a semicolon at its end. Closes the result of the
     * statement before.
     *
     * @throws io.weir.error.WeirException the statement is wrong or failed; nothing was changed
     */
    public SqlResult execute(String statement) {
        closeLast();
        engine.begin();
        SqlResult result = Statements.parse(statement).execute(state);
        last = result;
        return result;
    }

    private void closeLast() {
        SqlResult before = last;
        last = null;
        if (before != null) {
            before.close();
        }
    }

    /** Ends the running statement, which then fails; nothing happens when none runs. */
    public void cancel() {
        engine.cancel();
        queries.cancel();
    }

    /** Share of the running statement that is done, 0 to 1; -1 when that is not known. */
    public double progress() {
        return queries.progress();
    }

    /** What unqualified table names refer to. */
    public String currentDatabase() {
        return scope.database();
    }

    /**
     * Words that may stand where the text ends, whole: keywords, databases, tables and columns that
     * start with its last word.
     */
    public List<String> completions(String text) {
        return Completions.of(catalog, scope.database(), text);
    }

    @Override
    public void close() {
        try {
            closeLast();
        } finally {
            engine.close();
        }
    }
}
