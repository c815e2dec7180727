package io.weir.sql;

import io.weir.error.InvalidRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code EXPLAIN query}: for each scan the snapshot, what is read and what was left out, and then
 * the query engine's plan.
 */
final class Explain implements Statement {

    private final @Nullable Explained statement;
    private final String text;
    private final boolean analyze;

    private Explain(@Nullable Explained statement, String text, boolean analyze) {
        this.statement = statement;
        this.text = text;
        this.analyze = analyze;
    }

    /** Reads what follows {@code EXPLAIN}. */
    static Explain parse(StatementTokens tokens) {
        boolean analyze = tokens.take("ANALYZE");
        tokens.take("PLAN", "FOR");
        String rest = tokens.rest();
        Statement statement = tokens.atEnd() ? null : Statements.own(new StatementTokens(rest));
        if (tokens.atEnd() || !(statement == null || statement instanceof Explained)) {
            throw new InvalidRequestException(
                    "EXPLAIN takes a query, INSERT, UPDATE, DELETE, MERGE or CREATE TABLE .. AS");
        }
        return new Explain((Explained) statement, rest, analyze);
    }

    @Override
    public SqlResult execute(SessionState session) {
        String query = statement == null ? text : statement.query(session);
        if (query == null) {
            return FixedResult.ofTexts("plan").add("no rows are read, only metadata is changed");
        }
        QueryRunner queries = session.queries();
        CompiledQuery compiled = queries.compile(query, "");
        List<PlannedScan> scans = queries.planScans(compiled);
        FixedResult result = FixedResult.ofTexts("plan");
        for (PlannedScan scan : scans) {
            new ScanDescription(scan, queries).lines().forEach(result::add);
        }
        CompiledQuery prefixed = queries.compile(query, analyze ? "EXPLAIN ANALYZE " : "EXPLAIN ");
        String plan = queries.explainText(prefixed, scans, analyze);
        plan.lines().filter(line -> !line.isBlank()).forEach(result::add);
        return result;
    }
}
