package io.weir.core.merge;

import io.weir.core.file.RunSpec;
import io.weir.option.MergeOptions;
import io.weir.option.Options;
import io.weir.option.WriteOptions;
import io.weir.table.TableSchema;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a merge is asked to do.
 *
 * @param keyType trimmed primary key columns, in key order
 * @param sequenceFields the user's sequence columns; empty type when there are none
 * @param sequenceDescending whether the smaller sequence is the newer
 * @param values wanted value columns, as the runs were opened with
 * @param dropDeletes whether a key whose newest row is a retract gives no row; otherwise it gives
 *     that retract
 * @param ignoreDelete whether retracts are taken as if they had never been written
 * @param keepAll whether every row comes out, in the order of key and sequence (a changelog),
 *     instead of one a key
 * @param history whether sequence numbers and row kinds are wanted, for rows that go into a file
 */
public record MergeSpec(
        RowType keyType,
        RowType sequenceFields,
        boolean sequenceDescending,
        RowType values,
        boolean dropDeletes,
        boolean ignoreDelete,
        boolean keepAll,
        boolean history) {

    /**
     * A batch read of a table: retracted keys are left out, no sequence numbers, no kinds.
     *
     * @param values wanted columns, possibly with nested fields left out
     */
    public static MergeSpec read(TableSchema schema, RowType values) {
        Options options = schema.tableOptions();
        RowType rowType = schema.rowType();
        return new MergeSpec(
                rowType.project(schema.trimmedPrimaryKeys()),
                sequenceFields(rowType, options.get(MergeOptions.SEQUENCE_FIELD)),
                options.get(MergeOptions.SEQUENCE_SORT_ORDER) == MergeOptions.SortOrder.DESCENDING,
                values,
                true,
                options.get(WriteOptions.IGNORE_DELETE),
                false,
                false);
    }

    /** A rewrite of data files: all columns, sequence numbers and kinds. */
    public static MergeSpec rewrite(TableSchema schema, boolean dropDeletes) {
        MergeSpec read = read(schema, schema.rowType());
        return new MergeSpec(
                read.keyType,
                read.sequenceFields,
                read.sequenceDescending,
                read.values,
                dropDeletes,
                read.ignoreDelete,
                false,
                true);
    }

    /**
     * The rows as they came, in the order of key and sequence: what a changelog file of the input
     * holds.
     */
    public MergeSpec changelog() {
        return new MergeSpec(
                keyType, sequenceFields, sequenceDescending, values, false, false, true, true);
    }

    /** The same merge with nothing lost that a later merge of its result needs. */
    MergeSpec inner() {
        return new MergeSpec(
                keyType,
                sequenceFields,
                sequenceDescending,
                values,
                false,
                ignoreDelete,
                keepAll,
                true);
    }

    /** How the runs of this merge are to be opened. */
    public RunSpec runSpec() {
        return RunSpec.of(keyType, sequenceFields, values);
    }

    private static RowType sequenceFields(RowType rowType, String names) {
        List<Field> fields = new ArrayList<>();
        for (String name : Arrays.asList(names.split(","))) {
            if (!name.isBlank()) {
                fields.add(rowType.field(name.trim()));
            }
        }
        return RowType.of(fields);
    }
}
