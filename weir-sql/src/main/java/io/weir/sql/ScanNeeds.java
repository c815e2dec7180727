package io.weir.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.predicate.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the query's plan reads of one slot.
 *
 * @param scans how often the plan scans it
 * @param columns the columns read, in the table's order
 * @param predicate satisfied by all rows of use, null for all rows
 * @param limit rows that suffice, -1 for all
 */
record ScanNeeds(int scans, Set<String> columns, @Nullable Predicate predicate, long limit) {

    /**
     * Reads the plan over the stubs.
     *
     * @param plan as {@code EXPLAIN (FORMAT json)} gives it
     * @param parseCondition parses the text of a condition; null if it cannot
     * @return one entry a slot
     */
    static List<ScanNeeds> of(
            JsonNode plan,
            List<ScanSlot> slots,
            Function<String, @Nullable JsonNode> parseCondition) {
        List<ScanNeeds> needs = new ArrayList<>();
        for (ScanSlot slot : slots) {
            Search search = new Search(slot, parseCondition);
            plan.forEach(root -> search.visit(root, null, -1));
            needs.add(search.result());
        }
        return needs;
    }

    /** Collects what all scans of one slot need together. */
    private static final class Search {
        private final ScanSlot slot;
        private final Function<String, @Nullable JsonNode> parseCondition;
        private final Set<String> read = new LinkedHashSet<>();
        private final List<Predicate> predicates = new ArrayList<>();
        private boolean unfiltered;
        private int scans;
        private long limit = -1;

        Search(ScanSlot slot, Function<String, @Nullable JsonNode> parseCondition) {
            this.slot = slot;
            this.parseCondition = parseCondition;
        }

        void visit(JsonNode node, @Nullable String condition, long limitAbove) {
            String name = node.path("name").asText().strip();
            JsonNode details = node.path("extra_info");
            if (details.path("Function").asText().equalsIgnoreCase(slot.functionName())) {
                scan(details, condition, limitAbove);
            }
            boolean filter = name.equals("FILTER");
            String below = filter ? details.path("Expression").asText(null) : null;
            long limitBelow =
                    name.endsWith("LIMIT")
                            ? limit(details)
                            : name.equals("PROJECTION") ? limitAbove : -1;
            for (JsonNode child : node.path("children")) {
                visit(child, below, limitBelow);
            }
        }

        private static long limit(JsonNode details) {
            String text = details.path("Limit").asText();
            String offset = details.path("Offset").asText("0");
            return text.matches("\\d{1,9}") && offset.equals("0") ? Long.parseLong(text) : -1;
        }

        private void scan(JsonNode details, @Nullable String condition, long limitAbove) {
            scans++;
            JsonNode projections = details.path("Projections");
            if (projections.isTextual()) {
                addColumn(projections.asText());
            }
            projections.forEach(column -> addColumn(column.asText()));
            Predicate predicate = condition == null ? null : predicate(condition);
            if (predicate == null) {
                unfiltered = true;
            } else {
                predicates.add(predicate);
            }
            limit = scans == 1 && condition == null ? limitAbove : -1;
        }

        private void addColumn(String name) {
            String wanted = name.toLowerCase(Locale.ROOT);
            for (String column : slot.rowType().names()) {
                if (column.toLowerCase(Locale.ROOT).equals(wanted)) {
                    read.add(column);
                }
            }
        }

        private @Nullable Predicate predicate(String condition) {
            JsonNode parsed = parseCondition.apply(condition);
            return parsed == null ? null : new PredicateReader(slot.rowType()).read(parsed);
        }

        ScanNeeds result() {
            Set<String> columns = new LinkedHashSet<>(slot.rowType().names());
            columns.retainAll(read);
            Predicate predicate =
                    unfiltered || predicates.isEmpty()
                            ? null
                            : predicates.size() == 1
                                    ? predicates.get(0)
                                    : new Predicate.Or(predicates);
            return new ScanNeeds(scans, columns, predicate, limit);
        }
    }
}
