package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.env.Environment;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Split;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries: finds the tables of ours in them, plans and opens their scans, and hands the rest
 * to the query engine. One thread at a time, {@link #cancel} excepted.
 */
final class QueryRunner {

    /** Words without which a statement names no table. */
    private static final Set<String> TABLE_WORDS =
            Set.of("FROM", "JOIN", "TABLE", "PIVOT", "UNPIVOT", "SUMMARIZE", "DESCRIBE");

    private static final int VIEW_DEPTH_MAX = 100;

    private final Engine engine;
    private final TableScope scope;
    private final QueryParser parser;
    private final StubFunctions stubs;
    private final ScanStreams streams;
    private final Map<String, String> views = new HashMap<>();

    QueryRunner(Engine engine, TableScope scope, Environment environment) {
        this.engine = engine;
        this.scope = scope;
        this.parser = new QueryParser(engine);
        this.stubs = new StubFunctions(engine.connection());
        this.streams = new ScanStreams(engine, environment);
    }

    /** Runs a query, or whatever else the query engine understands; the result must be closed. */
    EngineResult run(String statement) {
        return run("", statement, "");
    }

    /**
     * Runs a query with text of the query engine around it, such as {@code CREATE TEMP TABLE t AS}.
     */
    EngineResult run(String prefix, String query, String suffix) {
        CompiledQuery compiled = compile(query, prefix).followedBy(suffix);
        return execute(compiled, planScans(compiled));
    }

    /** The columns that a query gives, without running it. */
    List<SqlColumn> columns(String query) {
        CompiledQuery compiled = compile(query, "");
        return engine.columns(overStubs(compiled));
    }

    private String overStubs(CompiledQuery compiled) {
        stubs.standFor(compiled.slots());
        Map<Integer, String> sources = new HashMap<>();
        compiled.slots().forEach(slot -> sources.put(slot.number(), slot.stub()));
        return compiled.with(sources);
    }

    /** Runs a compiled query over its planned scans. */
    EngineResult execute(CompiledQuery compiled, List<PlannedScan> scans) {
        ScanErrors errors = new ScanErrors();
        SQLException problem;
        try {
            return attempt(compiled, scans, errors, Attempt.USUAL);
        } catch (SQLException e) {
            problem = e;
        }
        if (EngineErrors.isLost(problem) && errors.first() == null && !engine.cancelled()) {
            try {
                return attempt(compiled, scans, errors, Attempt.FOR_THE_ERROR);
            } catch (SQLException e) {
                problem = e;
            }
        }
        if (EngineErrors.isStreamUsedTwice(problem) && !engine.cancelled()) {
            try {
                return attempt(compiled, scans, errors, Attempt.OVER_COPIES);
            } catch (SQLException e) {
                problem = e;
            }
        }
        throw engine.translate(problem, errors.first());
    }

    private enum Attempt {
        USUAL,
        /** Only to learn what went wrong. */
        FOR_THE_ERROR,
        OVER_COPIES
    }

    private EngineResult attempt(
            CompiledQuery compiled, List<PlannedScan> scans, ScanErrors errors, Attempt attempt)
            throws SQLException {
        ScanStreams.Opened opened = streams.open(scans, errors, attempt == Attempt.OVER_COPIES);
        boolean done = false;
        try {
            String text = compiled.with(opened.sources());
            if (attempt == Attempt.FOR_THE_ERROR) {
                engine.failAgain(text);
            }
            EngineResult result = engine.start(text, errors);
            result.onClose(opened::close);
            done = true;
            return result;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    /** The work lists of all slots, as the plan over stubs asks for them. */
    List<PlannedScan> planScans(CompiledQuery compiled) {
        List<ScanSlot> slots = compiled.slots();
        if (slots.isEmpty()) {
            return List.of();
        }
        String plan = engine.explain(overStubs(compiled));
        return PlannedScan.planAll(
                slots, ScanNeeds.of(parser.tree(plan), slots, parser::condition));
    }

    /** Takes the tables out of a query, views resolved; its text begins with the prefix. */
    CompiledQuery compile(String query, String prefix) {
        return compile(query, prefix, 0);
    }

    private CompiledQuery compile(String query, String prefix, int depth) {
        QueryText text = QueryText.of(query);
        JsonNode tree = namesTables(text.text()) ? parser.query(text.text()) : null;
        if (tree == null) {
            text.checkAllUsed();
            return new CompiledQuery(prefix + text.text(), List.of());
        }
        List<TableReference> references = new ArrayList<>(TableReference.find(tree));
        references.sort(Comparator.comparingInt(TableReference::start));
        CompiledQuery.Builder builder = new CompiledQuery.Builder(text);
        for (TableReference reference : references) {
            String view = view(reference);
            if (view != null && depth < VIEW_DEPTH_MAX) {
                return compile(builder.expandView(reference, view), prefix, depth + 1);
            }
            Optional<Identifier> identifier = scope.find(reference.path());
            if (identifier.isPresent()) {
                builder.add(
                        reference,
                        remark ->
                                TimeTravel.table(
                                        scope, identifier.get(), remark, reference.at(), engine));
            }
        }
        text.checkAllUsed();
        return builder.build(tree, prefix);
    }

    private static boolean namesTables(String text) {
        return Lexer.tokens(text).stream().anyMatch(token -> TABLE_WORDS.contains(token.keyword()));
    }

    private @Nullable String view(TableReference reference) {
        return reference.path().size() == 1
                ? views.get(reference.path().get(0).toLowerCase(Locale.ROOT))
                : null;
    }

    /** The tree of a condition; null if the text is not one. */
    @Nullable JsonNode condition(String text) {
        return parser.condition(text);
    }

    /** What the query engine says about a query that begins with EXPLAIN. */
    String explainText(CompiledQuery explained, List<PlannedScan> scans, boolean analyze) {
        if (!analyze) {
            return engine.plan(overStubs(explained));
        }
        StringBuilder text = new StringBuilder();
        try (EngineResult result = execute(explained, scans)) {
            List<@Nullable Object> row = result.next();
            while (row != null) {
                text.append(row.get(1)).append('\n');
                row = result.next();
            }
        }
        return text.toString();
    }

    /** The splits of a plan whose files the query engine reads itself. */
    List<Split> directSplits(PlannedScan scan, Plan plan) {
        return streams.directSplits(scan, plan);
    }

    boolean hasView(String name) {
        return views.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Keeps a query under a name, after looking whether it can be run. */
    void addView(String name, String query) {
        columns(query);
        views.put(name.toLowerCase(Locale.ROOT), query);
    }

    /** Forgets a view; false if there was none. */
    boolean dropView(String name) {
        return views.remove(name.toLowerCase(Locale.ROOT)) != null;
    }

    /** Share of the running query that is done, 0 to 1; -1 when unknown. From any thread. */
    double progress() {
        double ofScans = streams.progress();
        return ofScans >= 0 ? ofScans : engine.progress();
    }

    void cancel() {
        streams.cancel();
    }
}
