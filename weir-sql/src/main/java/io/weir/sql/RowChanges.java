package io.weir.sql;

import io.weir.data.RowKind;
import io.weir.option.MergeOptions;
import io.weir.option.Options;
import io.weir.option.WriteOptions;
import io.weir.table.BatchReader;
import io.weir.table.Table;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows by which UPDATE, DELETE and MERGE change a table, as a query gives them: all columns of
 * the table, the row kind and, where old images are written, all columns once more as they were
 * before.
 *
 * <p>Old images are written where the table's changelog is what was written: without them nobody
 * who follows it could take an updated row out of a sum. And where an update may move a row into
 * another partition: the row must go from where it was.
 *
 * @param image the kind of old images, null when none are written
 */
record RowChanges(Table table, @Nullable RowKind image) {

    private static final String KIND = "weir_kind";
    private static final String BEFORE = "weir_before_";

    /**
     * Of a statement that updates.
     *
     * @param assigned names of the columns that may change
     */
    static RowChanges of(Table table, Set<String> assigned) {
        boolean input =
                table.options().get(MergeOptions.CHANGELOG_PRODUCER)
                        == MergeOptions.ChangelogProducer.INPUT;
        boolean moves =
                table.schema().partitionKeys().stream()
                        .filter(key -> !table.schema().primaryKeys().contains(key))
                        .anyMatch(key -> assigned.stream().anyMatch(key::equalsIgnoreCase));
        return new RowChanges(table, input ? RowKind.UPDATE_BEFORE : moves ? RowKind.DELETE : null);
    }

    /** Of a statement that only deletes; a deleted row is its own old image. */
    static RowChanges ofDeletes(Table table) {
        return new RowChanges(table, null);
    }

    /**
     * The columns of the query in SQL.
     *
     * @param values by column of the table: the row as it is to be, of a delete as it was
     * @param kind of {@link RowKind}'s codes
     * @param before by column of the table: the row as it was; asked for in updated rows only
     */
    String selected(List<String> values, String kind, List<String> before) {
        List<String> selected = new ArrayList<>();
        for (int column = 0; column < values.size(); column++) {
            selected.add(
                    values.get(column)
                            + " AS "
                            + EngineTypes.quote(table.rowType().field(column).name()));
        }
        selected.add(String.format(Locale.ROOT, "CAST(%s AS TINYINT) AS %s", kind, KIND));
        if (image != null) {
            List<String> images = withKind(before, image);
            for (int column = 0; column < images.size(); column++) {
                selected.add(images.get(column) + " AS " + BEFORE + column);
            }
        }
        return String.join(", ", selected);
    }

    /**
     * The values of a row that is to be written with a kind. They tell it themselves in tables of
     * which a column is the kind.
     *
     * @param values by column of the table, in SQL
     */
    List<String> withKind(List<String> values, RowKind kind) {
        String kindField = table.options().get(WriteOptions.ROW_KIND_FIELD);
        if (kindField.isEmpty()) {
            return values;
        }
        List<String> telling = new ArrayList<>(values);
        telling.set(table.rowType().index(kindField), EngineTypes.literal(kind.shortText()));
        return telling;
    }

    /** The rows that such a query gave, to be written. */
    TableCommitter.Rows rows(EngineResult result) {
        List<Field> fields = new ArrayList<>(table.rowType().fields());
        fields.add(Field.of(Integer.MAX_VALUE, KIND, DataType.tinyint()));
        if (image != null) {
            List<Field> before = table.rowType().fields();
            for (int column = 0; column < before.size(); column++) {
                fields.add(Field.of(Integer.MAX_VALUE, BEFORE + column, before.get(column).type()));
            }
        }
        BatchReader source = result.batches(new RowType(fields, false));
        ChangedRows rows = new ChangedRows(source, table.rowType(), image);
        return new TableCommitter.Rows(result, rows, rows::imageCount);
    }

    /**
     * A condition in SQL: the changed row is not older than the row as it was, by the table's
     * sequence fields. An older one would change nothing, and must not be told as a change.
     *
     * @param values by column of the table: the row as it is to be
     * @param before by column of the table: the row as it was
     */
    String takesEffect(List<String> values, List<String> before) {
        Options options = table.options();
        boolean descending =
                options.get(MergeOptions.SEQUENCE_SORT_ORDER) == MergeOptions.SortOrder.DESCENDING;
        String tie = "TRUE";
        List<String> sequence = sequenceFields();
        for (int at = sequence.size() - 1; at >= 0; at--) {
            int column = table.rowType().index(sequence.get(at));
            String now = values.get(column);
            String then = before.get(column);
            if (!now.equals(then)) {
                // The oldest value of all is null, in either order.
                tie =
                        String.format(
                                "CASE WHEN %1$s IS NOT DISTINCT FROM %2$s THEN %3$s"
                                        + " ELSE %2$s IS NULL OR COALESCE(%1$s %4$s %2$s, FALSE) END",
                                now, then, tie, descending ? "<" : ">");
            }
        }
        return tie;
    }

    private List<String> sequenceFields() {
        String fields = table.options().get(MergeOptions.SEQUENCE_FIELD);
        List<String> names = new ArrayList<>();
        for (String name : fields.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
