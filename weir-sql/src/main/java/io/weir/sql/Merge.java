package io.weir.sql;

import io.weir.data.RowKind;
import io.weir.error.InvalidRequestException;
import io.weir.table.Table;
import io.weir.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code MERGE INTO t USING source ON condition WHEN ... THEN ...}. Both sides are joined once; of
 * the clauses that fit a joined row the first one whose condition is true says what becomes of it.
 * Two joined rows that act on one key are an error: which of them counts would be chance.
 */
final class Merge implements Explained {

    /** Which rows of the join a clause is for. */
    private enum Side {
        MATCHED("(weir_t AND weir_s)"),
        NOT_MATCHED("(weir_t IS NULL)"),
        NOT_MATCHED_BY_SOURCE("(weir_s IS NULL)");

        private final String test;

        Side(String test) {
            this.test = test;
        }
    }

    /**
     * One WHEN clause.
     *
     * @param condition SQL text, TRUE without one
     * @param kind what is written: UPDATE_AFTER, DELETE or INSERT
     * @param star whether the values are all columns of the source by name
     * @param values SQL text by column; of an insert without a column list, by position as 0, 1 ...
     */
    private record Clause(
            Side side, String condition, RowKind kind, boolean star, Map<String, String> values) {}

    private final TargetTable target;
    private final List<Clause> clauses = new ArrayList<>();
    private String source = "";
    private String sourceAlias = "";
    private List<String> sourceNames = List.of();
    private String on = "";

    private Merge(TargetTable target) {
        this.target = target;
    }

    /** Reads what follows {@code MERGE}. */
    static Merge parse(StatementTokens tokens) {
        tokens.expect("INTO");
        Merge made = new Merge(TargetTable.parse(tokens));
        tokens.expect("USING");
        made.parseSource(tokens);
        tokens.expect("ON");
        made.on = tokens.until("WHEN");
        while (tokens.take("WHEN")) {
            made.clauses.add(clause(tokens));
        }
        tokens.expectEnd();
        if (made.clauses.isEmpty()) {
            throw tokens.problem("WHEN");
        }
        return made;
    }

    private void parseSource(StatementTokens tokens) {
        int from = tokens.position();
        if (tokens.peek().isSymbol("(")) {
            tokens.next();
            tokens.until(")");
            tokens.expectSymbol(")");
            source = tokens.between(from, tokens.position());
            tokens.take("AS");
            sourceAlias = tokens.name("an alias of the source");
            if (tokens.peek().isSymbol("(")) {
                sourceNames = tokens.nameList("a column");
            }
        } else {
            List<String> path = tokens.qualifiedName("a table or a query in parentheses");
            source = tokens.between(from, tokens.position());
            boolean alias = tokens.take("AS") || !tokens.peek().isWord("ON");
            sourceAlias = alias ? tokens.name("an alias") : path.get(path.size() - 1);
        }
    }

    private static Clause clause(StatementTokens tokens) {
        Side side = Side.MATCHED;
        if (tokens.take("NOT")) {
            tokens.expect("MATCHED");
            side = Side.NOT_MATCHED;
            if (tokens.take("BY", "SOURCE")) {
                side = Side.NOT_MATCHED_BY_SOURCE;
            } else {
                tokens.take("BY", "TARGET");
            }
        } else {
            tokens.expect("MATCHED");
        }
        String condition = tokens.take("AND") ? tokens.until("THEN") : "TRUE";
        tokens.expect("THEN");
        if (side == Side.NOT_MATCHED) {
            tokens.expect("INSERT");
            return insert(tokens, condition);
        }
        if (tokens.take("DELETE")) {
            return new Clause(side, condition, RowKind.DELETE, false, Map.of());
        }
        tokens.expect("UPDATE", "SET");
        if (side == Side.MATCHED && tokens.takeSymbol("*")) {
            return new Clause(side, condition, RowKind.UPDATE_AFTER, true, Map.of());
        }
        Map<String, String> values = TargetTable.assignments(tokens, "WHEN");
        return new Clause(side, condition, RowKind.UPDATE_AFTER, false, values);
    }

    private static Clause insert(StatementTokens tokens, String condition) {
        if (tokens.takeSymbol("*")) {
            return new Clause(Side.NOT_MATCHED, condition, RowKind.INSERT, true, Map.of());
        }
        List<String> columns = tokens.peek().isSymbol("(") ? tokens.nameList("a column") : null;
        tokens.expect("VALUES");
        tokens.expectSymbol("(");
        Map<String, String> values = new LinkedHashMap<>();
        int position = 0;
        do {
            if (columns != null && position >= columns.size()) {
                throw new InvalidRequestException(
                        "INSERT of MERGE has more values than columns " + columns);
            }
            String name = columns == null ? Integer.toString(position) : columns.get(position);
            values.put(name, tokens.until(",", ")"));
            position++;
        } while (tokens.takeSymbol(","));
        tokens.expectSymbol(")");
        if (columns != null && values.size() != columns.size()) {
            throw new InvalidRequestException(
                    "INSERT of MERGE has "
                            + columns.size()
                            + " columns but "
                            + position
                            + " values");
        }
        return new Clause(Side.NOT_MATCHED, condition, RowKind.INSERT, false, values);
    }

    @Override
    public SqlResult execute(SessionState session) {
        Table table = target.keyed(session, "MERGE INTO");
        TableCommitter.Rows rows = changes(table).rows(session.queries().run(query(session)));
        return FixedResult.rowsChanged("merged", new TableCommitter(session, table).append(rows));
    }

    @Override
    public String query(SessionState session) {
        return query(target.keyed(session, "MERGE INTO"), sourceColumns(session));
    }

    private String namedSource() {
        String names = String.join(", ", sourceNames.stream().map(EngineTypes::quote).toList());
        return source + " AS x" + (names.isEmpty() ? "" : "(" + names + ")");
    }

    private List<String> sourceColumns(SessionState session) {
        boolean star = clauses.stream().anyMatch(Clause::star);
        return star
                ? session.queries().columns("SELECT * FROM " + namedSource()).stream()
                        .map(SqlColumn::name)
                        .toList()
                : List.of();
    }

    private String query(Table table, List<String> sourceColumns) {
        RowChanges changes = changes(table);
        List<String> before = target.columns(table);
        List<List<String>> values = new ArrayList<>();
        clauses.forEach(clause -> values.add(values(changes, clause, sourceColumns)));
        String action = action();
        List<String> inner = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        List<String> images = new ArrayList<>();
        for (int column = 0; column < before.size(); column++) {
            int at = column;
            inner.add(byAction(action, number -> values.get(number).get(at)) + " AS c" + at);
            rows.add("c" + at);
            if (changes.image() != null) {
                inner.add(before.get(at) + " AS o" + at);
                images.add("o" + at);
            }
        }
        inner.add(action + " AS weir_action");
        inner.add(byAction(action, number -> effect(changes, number, values)) + " AS weir_effect");
        String keys =
                String.join(", ", table.schema().primaryKeys().stream().map(cell(table)).toList());
        String kind =
                byAction("weir_action", number -> Byte.toString(clauses.get(number).kind().code()));
        return "SELECT "
                + changes.selected(rows, oneForEachKey(table, kind), images)
                + " FROM (SELECT *, count(*) OVER (PARTITION BY "
                + keys
                + ") AS weir_same FROM (SELECT "
                + String.join(", ", inner)
                + " FROM "
                + joined()
                + " WHERE "
                + action
                + " IS NOT NULL)) WHERE weir_effect";
    }

    private RowChanges changes(Table table) {
        Set<String> assigned = new HashSet<>();
        for (Clause clause : clauses) {
            if (clause.kind() == RowKind.UPDATE_AFTER) {
                assigned.addAll(clause.star() ? table.rowType().names() : clause.values().keySet());
            }
        }
        return RowChanges.of(table, assigned);
    }

    /** The number of the clause that says what becomes of a joined row, null for none. */
    private String action() {
        StringBuilder action = new StringBuilder("CASE");
        for (int number = 0; number < clauses.size(); number++) {
            Clause clause = clauses.get(number);
            action.append(" WHEN ").append(clause.side().test);
            action.append(" AND (").append(clause.condition()).append(") THEN ").append(number);
        }
        return action.append(" END").toString();
    }

    private String byAction(String action, IntFunction<String> value) {
        StringBuilder chosen = new StringBuilder("CASE ").append(action);
        for (int number = 0; number < clauses.size(); number++) {
            chosen.append(" WHEN ").append(number).append(" THEN ").append(value.apply(number));
        }
        return chosen.append(" END").toString();
    }

    private String effect(RowChanges changes, int number, List<List<String>> values) {
        return clauses.get(number).kind() == RowKind.UPDATE_AFTER
                ? changes.takesEffect(values.get(number), target.columns(changes.table()))
                : "TRUE";
    }

    private static Function<String, String> cell(Table table) {
        return name -> "c" + table.rowType().index(name);
    }

    /** The kind, unless another row has the same key. */
    private static String oneForEachKey(Table table, String kind) {
        List<String> key = new ArrayList<>();
        for (String name : table.schema().primaryKeys()) {
            String value = "CAST(" + cell(table).apply(name) + " AS VARCHAR)";
            key.add(EngineTypes.literal(name + " = ") + " || COALESCE(" + value + ", 'null')");
        }
        return "CASE WHEN weir_same > 1 THEN error(weir_same"
                + " || ' rows of the source of MERGE act on the row with '"
                + " || "
                + String.join(" || ', ' || ", key)
                + " || '; the source may have one row for each')"
                + " ELSE "
                + kind
                + " END";
    }

    private String joined() {
        boolean inserts = clauses.stream().anyMatch(clause -> clause.side() == Side.NOT_MATCHED);
        boolean rest =
                clauses.stream().anyMatch(clause -> clause.side() == Side.NOT_MATCHED_BY_SOURCE);
        String join =
                inserts && rest
                        ? " FULL JOIN "
                        : inserts ? " RIGHT JOIN " : rest ? " LEFT JOIN " : " JOIN ";
        return "(SELECT *, TRUE AS weir_t FROM "
                + target.name()
                + ") AS "
                + EngineTypes.quote(target.alias())
                + join
                + "(SELECT *, TRUE AS weir_s FROM "
                + namedSource()
                + ") AS "
                + EngineTypes.quote(sourceAlias)
                + " ON ("
                + on
                + ")";
    }

    /** SQL text of all columns of the table under one clause. */
    private List<String> values(RowChanges changes, Clause clause, List<String> sourceColumns) {
        Table table = changes.table();
        return switch (clause.kind()) {
            case DELETE -> changes.withKind(target.columns(table), RowKind.DELETE);
            case UPDATE_AFTER ->
                    target.updated(
                            table,
                            clause.star() ? starUpdate(table, sourceColumns) : clause.values());
            case INSERT, UPDATE_BEFORE -> inserted(table, clause, sourceColumns);
        };
    }

    private Map<String, String> starUpdate(Table table, List<String> sourceColumns) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Field field : table.rowType().fields()) {
            if (!table.schema().primaryKeys().contains(field.name())) {
                values.put(field.name(), ofSource(field, sourceColumns));
            }
        }
        return values;
    }

    private String ofSource(Field field, List<String> sourceColumns) {
        @Nullable String found = null;
        for (String column : sourceColumns) {
            if (column.equalsIgnoreCase(field.name())) {
                found = column;
            }
        }
        if (found == null) {
            throw new InvalidRequestException(
                    "the source of MERGE has no column " + field.name() + ", which * asks for");
        }
        return EngineTypes.quote(sourceAlias) + "." + EngineTypes.quote(found);
    }

    private List<String> inserted(Table table, Clause clause, List<String> sourceColumns) {
        List<Field> fields = table.rowType().fields();
        Map<String, String> given = new LinkedHashMap<>();
        if (!clause.star()) {
            clause.values().forEach((name, value) -> given.put(insertedColumn(table, name), value));
        }
        boolean byPosition = clause.values().containsKey("0");
        if (byPosition && clause.values().size() != fields.size()) {
            throw new InvalidRequestException(
                    "INSERT of MERGE gives "
                            + clause.values().size()
                            + " values for "
                            + fields.size()
                            + " columns");
        }
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            String value =
                    clause.star()
                            ? ofSource(field, sourceColumns)
                            : given.getOrDefault(field.name(), "NULL");
            values.add(TableInsert.cast("(" + value + ")", field));
        }
        return values;
    }

    private static String insertedColumn(Table table, String name) {
        boolean position = Character.isDigit(name.charAt(0));
        if (!position) {
            return TableInsert.column(table.rowType(), name);
        }
        int number = Integer.parseInt(name);
        return number < table.rowType().size() ? table.rowType().field(number).name() : name;
    }
}
