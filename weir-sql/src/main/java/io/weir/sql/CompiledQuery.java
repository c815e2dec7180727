package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A statement for the query engine in which the tables of ours were taken out.
 *
 * @param text without their names
 * @param slots where their sources belong, in order of their places
 */
record CompiledQuery(String text, List<ScanSlot> slots) {

    CompiledQuery {
        slots = List.copyOf(slots);
    }

    /** The statement with a source in the place of each slot, by the slot's number. */
    String with(Map<Integer, String> sources) {
        StringBuilder filled = new StringBuilder();
        int copied = 0;
        for (ScanSlot slot : slots) {
            filled.append(text, copied, slot.place()).append(sources.get(slot.number()));
            copied = slot.place();
        }
        return filled.append(text, copied, text.length()).toString();
    }

    CompiledQuery followedBy(String suffix) {
        return new CompiledQuery(text + suffix, slots);
    }

    /** Takes tables out of a query. */
    static final class Builder {

        private record Edit(int start, int end, boolean isSlot, String text) {}

        private final QueryText query;
        private final String text;
        private final int[] places;
        private final List<Edit> edits = new ArrayList<>();
        private final List<Table> tables = new ArrayList<>();
        private final List<List<String>> unnamed = new ArrayList<>();

        Builder(QueryText query) {
            this.query = query;
            this.text = query.text();
            this.places = QueryText.placesOfBytes(text);
        }

        /** Takes a table out; what was said beside its name goes to the function that opens it. */
        void add(TableReference reference, Function<QueryText.Remark, Table> open) {
            int start = places[reference.start()];
            int nameEnd = nameEnd(reference, start);
            tables.add(open.apply(query.remark(nameEnd)));
            boolean unaliased = reference.alias().isEmpty();
            String name = reference.path().get(reference.path().size() - 1);
            edits.add(
                    new Edit(
                            start,
                            nameEnd,
                            true,
                            unaliased ? " AS " + EngineTypes.quote(name) : ""));
            if (unaliased && reference.path().size() == 2) {
                unnamed.add(reference.path());
            }
            if (reference.at() != null) {
                removeAt(reference, nameEnd);
            }
        }

        /** Puts a view's query in the place of its name. */
        String expandView(TableReference reference, String viewQuery) {
            int start = places[reference.start()];
            int nameEnd = nameEnd(reference, start);
            String alias =
                    reference.alias().isEmpty()
                            ? " AS " + EngineTypes.quote(reference.path().get(0))
                            : "";
            return text.substring(0, start)
                    + "("
                    + viewQuery
                    + ")"
                    + alias
                    + text.substring(nameEnd);
        }

        private int nameEnd(TableReference reference, int start) {
            int end = places[reference.start() + reference.length()];
            List<Token> tokens = Lexer.tokens(text.substring(start, end));
            return start + tokens.get(2 * reference.path().size() - 2).end();
        }

        private void removeAt(TableReference reference, int nameEnd) {
            int end = places[reference.start() + reference.length()];
            List<Token> tokens = Lexer.tokens(text.substring(nameEnd, end));
            for (int at = 0; at + 1 < tokens.size(); at++) {
                if (tokens.get(at).isWord("AT") && tokens.get(at + 1).isSymbol("(")) {
                    int last = tokens.get(tokens.size() - 2).end();
                    edits.add(
                            new Edit(nameEnd + tokens.get(at).start(), nameEnd + last, false, ""));
                    return;
                }
            }
        }

        /** The statement; {@code db.t.column} becomes {@code t.column} for tables taken out. */
        CompiledQuery build(JsonNode tree, String prefix) {
            shortenColumns(tree);
            edits.sort(Comparator.comparingInt(Edit::start));
            StringBuilder built = new StringBuilder(prefix);
            List<ScanSlot> slots = new ArrayList<>();
            int copied = 0;
            for (Edit edit : edits) {
                built.append(text, copied, edit.start());
                if (edit.isSlot()) {
                    slots.add(new ScanSlot(slots.size(), tables.get(slots.size()), built.length()));
                }
                built.append(edit.text());
                copied = edit.end();
            }
            return new CompiledQuery(built.append(text, copied, text.length()).toString(), slots);
        }

        private void shortenColumns(JsonNode node) {
            if (node.path("class").asText().equals("COLUMN_REF")) {
                shorten(node);
            }
            node.forEach(this::shortenColumns);
        }

        private void shorten(JsonNode column) {
            JsonNode names = column.path("column_names");
            JsonNode location = column.path("query_location");
            if (names.size() < 3 || !location.canConvertToInt()) {
                return;
            }
            for (List<String> path : unnamed) {
                if (path.get(0).equalsIgnoreCase(names.get(0).asText())
                        && path.get(1).equalsIgnoreCase(names.get(1).asText())) {
                    int start = places[location.asInt()];
                    List<Token> tokens = Lexer.tokens(text.substring(start));
                    edits.add(new Edit(start, start + tokens.get(1).end(), false, ""));
                    return;
                }
            }
        }
    }
}
