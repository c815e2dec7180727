package io.weir.sql;

import java.util.List;

/**
 * {@code EXPLAIN query}: for each scan the snapshot, what is read and what was left out, and then
 * the query engine's plan.
 */
final class Explain implements Statement {

    private final String query;
    private final boolean analyze;

    private Explain(String query, boolean analyze) {
        this.query = query;
        this.analyze = analyze;
    }

    /** Reads what follows {@code EXPLAIN}. */
    static Explain parse(StatementTokens tokens) {
        boolean analyze = tokens.take("ANALYZE");
        tokens.take("PLAN", "FOR");
        String rest = tokens.rest();
        if (tokens.peek().isWord("INSERT")) {
            return new Explain(Insert.parse(after(tokens)).query(), analyze);
        }
        return new Explain(rest, analyze);
    }

    private static StatementTokens after(StatementTokens tokens) {
        tokens.next();
        return tokens;
    }

    @Override
    public SqlResult execute(SessionState session) {
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
