package io.weir.sql;

import io.weir.error.InvalidRequestException;
import io.weir.predicate.Predicate;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code CALL sys.compact(..)} and {@code CALL sys.expire_snapshots(..)}: arguments by position or
 * {@code name => value}, as Paimon's procedures name and order them.
 */
final class Call implements Statement {

    private static final Map<String, List<String>> PROCEDURES =
            Map.of(
                    "compact",
                    List.of(
                            "table",
                            "partitions",
                            "order_strategy",
                            "order_by",
                            "options",
                            "where",
                            "partition_idle_time",
                            "compact_strategy"),
                    "expire_snapshots",
                    List.of(
                            "table",
                            "retain_max",
                            "retain_min",
                            "older_than",
                            "max_deletes",
                            "options"));

    private final String procedure;
    private final Map<String, String> arguments;

    private Call(String procedure, Map<String, String> arguments) {
        this.procedure = procedure;
        this.arguments = arguments;
    }

    /** Reads what follows {@code CALL}; null if the name is not {@code sys.something}. */
    static @Nullable Call parse(StatementTokens tokens) {
        List<String> path = tokens.qualifiedName("the name of a procedure");
        if (path.size() == 1 && PROCEDURES.containsKey(path.get(0).toLowerCase(Locale.ROOT))) {
            throw new InvalidRequestException(
                    "the procedure is called sys." + path.get(0).toLowerCase(Locale.ROOT));
        }
        if (path.size() != 2 || !path.get(0).equalsIgnoreCase("sys")) {
            return null;
        }
        String name = path.get(1).toLowerCase(Locale.ROOT);
        List<String> parameters = PROCEDURES.get(name);
        if (parameters == null) {
            throw new InvalidRequestException(
                    "there is no procedure sys."
                            + name
                            + "; there are sys.compact and sys.expire_snapshots");
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        tokens.expectSymbol("(");
        while (!tokens.peek().isSymbol(")")) {
            argument(tokens, name, parameters, arguments);
            if (!tokens.takeSymbol(",") && !tokens.peek().isSymbol(")")) {
                throw tokens.problem("',' or ')'");
            }
        }
        tokens.expectSymbol(")");
        tokens.expectEnd();
        return new Call(name, arguments);
    }

    private static void argument(
            StatementTokens tokens,
            String procedure,
            List<String> parameters,
            Map<String, String> arguments) {
        String parameter;
        if (tokens.peek(1).isSymbol("=>")) {
            parameter = tokens.name("the name of an argument").toLowerCase(Locale.ROOT);
            tokens.next();
        } else if (arguments.size() < parameters.size()) {
            parameter = parameters.get(arguments.size());
        } else {
            throw new InvalidRequestException("sys." + procedure + " takes " + parameters);
        }
        if (!parameters.contains(parameter) || arguments.containsKey(parameter)) {
            throw new InvalidRequestException(
                    "sys."
                            + procedure
                            + " takes each of "
                            + parameters
                            + " once, not "
                            + parameter);
        }
        boolean text = tokens.peek().kind() == Token.Kind.STRING;
        String value = text ? tokens.next().value() : tokens.until(",", ")");
        // A time may also be an expression, so it is kept as SQL.
        boolean quoted = text && parameter.equals("older_than") && !value.isBlank();
        arguments.put(parameter, quoted ? EngineTypes.literal(value) : value);
    }

    @Override
    public SqlResult execute(SessionState session) {
        String name = arguments.get("table");
        if (name == null) {
            throw new InvalidRequestException("sys." + procedure + " needs the argument table");
        }
        Table table =
                session.scope().changedTable(new StatementTokens(name).qualifiedName("a table"));
        return procedure.equals("compact") ? compact(session, table) : expire(session, table);
    }

    private String argument(String name) {
        String value = arguments.getOrDefault(name, "").strip();
        return value.equalsIgnoreCase("null") ? "" : value;
    }

    private SqlResult compact(SessionState session, Table table) {
        String strategy = argument("compact_strategy").toLowerCase(Locale.ROOT);
        if (!List.of("", "full", "minor").contains(strategy)) {
            throw new InvalidRequestException(
                    "compact_strategy is 'full' or 'minor', not '" + strategy + "'");
        }
        for (String other : List.of("order_strategy", "order_by", "where", "partition_idle_time")) {
            if (!List.of("", "none").contains(argument(other).toLowerCase(Locale.ROOT))) {
                throw new InvalidRequestException("sys.compact does not support " + other);
            }
        }
        Table compacted = withOptions(table, new LinkedHashMap<>());
        Optional<Long> snapshot =
                compacted
                        .maintenance()
                        .compact(!strategy.equals("minor"), partitions(session, table));
        return FixedResult.ofTexts("result")
                .add(snapshot.map(id -> "compacted, snapshot " + id).orElse("nothing to compact"));
    }

    /** {@code dt=a,hr=1;dt=b} as a condition; null without. */
    private @Nullable Predicate partitions(SessionState session, Table table) {
        if (argument("partitions").isEmpty()) {
            return null;
        }
        List<Predicate> any = new ArrayList<>();
        for (String partition : argument("partitions").split(";", -1)) {
            Map<String, String> values = new LinkedHashMap<>();
            keysAndValues(partition)
                    .forEach((key, value) -> values.put(key, EngineTypes.literal(value)));
            List<Predicate> all = new ArrayList<>();
            TableInsert.constants(session, table.rowType(), values)
                    .forEach(
                            (column, value) ->
                                    all.add(
                                            value == null
                                                    ? new Predicate.IsNull(column)
                                                    : Predicate.equal(column, value)));
            any.add(new Predicate.And(all));
        }
        return new Predicate.Or(any);
    }

    private static Map<String, String> keysAndValues(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new InvalidRequestException("'" + pair + "' is not of the form key=value");
            }
            pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        return pairs;
    }

    private Table withOptions(Table table, Map<String, String> options) {
        if (!argument("options").isEmpty()) {
            options.putAll(keysAndValues(argument("options")));
        }
        return options.isEmpty() ? table : table.withOptions(options);
    }

    private SqlResult expire(SessionState session, Table table) {
        Map<String, String> options = new LinkedHashMap<>();
        put(options, "snapshot.num-retained.max", argument("retain_max"));
        put(options, "snapshot.num-retained.min", retainMin(table));
        put(options, "snapshot.expire.limit", argument("max_deletes"));
        String olderThan = argument("older_than");
        if (!olderThan.isEmpty()) {
            String millis =
                    session.engine()
                            .value(
                                    "epoch_ms(CAST(("
                                            + olderThan
                                            + ") AS TIMESTAMP WITH TIME ZONE))");
            long age = session.environment().currentMillis() - Long.parseLong(millis);
            options.put("snapshot.time-retained", Math.max(age, 0) + " ms");
        }
        int expired = withOptions(table, options).maintenance().expireSnapshots();
        return FixedResult.ofTexts("result")
                .add(expired + (expired == 1 ? " snapshot expired" : " snapshots expired"));
    }

    /** As given; else the table's, but no more than are kept at most. */
    private String retainMin(Table table) {
        String min = argument("retain_min");
        String max = argument("retain_max");
        if (!min.isEmpty() || !max.matches("\\d{1,9}")) {
            return min;
        }
        String own = table.options().find("snapshot.num-retained.min").orElse("10").strip();
        boolean fits = own.matches("\\d{1,9}") && Integer.parseInt(own) <= Integer.parseInt(max);
        return fits ? own : max;
    }

    private static void put(Map<String, String> options, String key, String value) {
        if (!value.isEmpty()) {
            options.put(key, value);
        }
    }
}
