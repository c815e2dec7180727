package io.weir.core.meta;

import io.weir.core.codec.BucketFunction;
import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.KnownOptions;
import io.weir.option.LayoutOptions;
import io.weir.option.MergeOptions;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.option.ScanOptions;
import io.weir.option.SnapshotOptions;
import io.weir.option.WriteOptions;
import io.weir.table.TableSchema;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses definitions that a table may not have (format section 2.1, behaviour section 1.2). */
final class SchemaCheck {

    private static final Set<String> RESERVED =
            Set.of("_SEQUENCE_NUMBER", "_VALUE_KIND", "_LEVEL", "rowkind", "_ROW_ID");

    private final TableSchema schema;
    private final RowType columns;
    private final Options options;

    private SchemaCheck(TableSchema schema) {
        this.schema = schema;
        this.columns = schema.rowType();
        this.options = schema.tableOptions();
    }

    /**
     * @throws InvalidRequestException names what is wrong
     */
    static void check(TableSchema schema) {
        SchemaCheck check = new SchemaCheck(schema);
        KnownOptions.check(schema.options());
        check.columns();
        check.keys();
        check.bucket();
        check.namedColumns(MergeOptions.SEQUENCE_FIELD);
        check.namedColumns(WriteOptions.ROW_KIND_FIELD);
        check.producer();
        check.needs();
        check.retention("snapshot.", "snapshot.");
        check.retention("changelog.", "snapshot.");
    }

    private void columns() {
        if (columns.size() == 0) {
            throw new InvalidRequestException("a table needs at least one column");
        }
        for (Field field : columns.fields()) {
            name(field.name());
            nestedNames(field.type());
        }
    }

    static void name(String name) {
        if (name.isBlank()) {
            throw new InvalidRequestException("a column name is blank");
        }
        if (RESERVED.contains(name) || name.startsWith("_KEY_")) {
            throw new InvalidRequestException("column name " + name + " is reserved");
        }
    }

    private static void nestedNames(DataType type) {
        if (type instanceof ArrayType array) {
            nestedNames(array.element());
        } else if (type instanceof MultisetType multiset) {
            nestedNames(multiset.element());
        } else if (type instanceof MapType map) {
            nestedNames(map.key());
            nestedNames(map.value());
        } else if (type instanceof RowType row) {
            if (row.size() == 0) {
                throw new InvalidRequestException("a ROW type needs at least one field");
            }
            for (Field field : row.fields()) {
                if (field.name().isBlank()) {
                    throw new InvalidRequestException("a field name of " + row + " is blank");
                }
                nestedNames(field.type());
            }
        }
    }

    private void keys() {
        keyColumns("partition key", schema.partitionKeys());
        keyColumns("primary key", schema.primaryKeys());
        partitionNames();
        if (schema.hasPrimaryKey() && schema.trimmedPrimaryKeys().isEmpty()) {
            throw new InvalidRequestException(
                    "primary key "
                            + schema.primaryKeys()
                            + " needs a column that is not a partition key; there would be one row per"
                            + " partition");
        }
    }

    /** The old form of directory names has nothing for bytes that other readers could find. */
    private void partitionNames() {
        for (String name : schema.partitionKeys()) {
            DataType type = columns.field(name).type();
            if (type.kind().isBytes()
                    && !type.kind().isText()
                    && options.get(LayoutOptions.PARTITION_LEGACY_NAME)) {
                throw new InvalidRequestException(
                        "partition key column "
                                + name
                                + " of type "
                                + type
                                + " needs option 'partition.legacy-name' = 'false'");
            }
        }
    }

    private void keyColumns(String what, List<String> names) {
        if (new HashSet<>(names).size() < names.size()) {
            throw new InvalidRequestException(what + " " + names + " names a column twice");
        }
        for (String name : names) {
            DataType type = column(what, name).type();
            if (type.kind().isNested()) {
                throw new InvalidRequestException(
                        what + " column " + name + " may not be of nested type " + type);
            }
        }
    }

    private Field column(String what, String name) {
        if (columns.indexOf(name) < 0) {
            throw new InvalidRequestException(
                    what
                            + " names column "
                            + name
                            + ", which is not there; columns are "
                            + String.join(", ", columns.names()));
        }
        return columns.field(name);
    }

    private void bucket() {
        int buckets = options.get(BucketOptions.BUCKET);
        List<String> key = names(options.get(BucketOptions.BUCKET_KEY));
        if (buckets < 0 && !key.isEmpty()) {
            throw new InvalidRequestException(
                    "option 'bucket-key' needs option 'bucket' to be a number above 0");
        }
        if (buckets < 0 && schema.hasPrimaryKey()) {
            for (String partition : schema.partitionKeys()) {
                if (!schema.primaryKeys().contains(partition)) {
                    throw new InvalidRequestException(
                            "primary key "
                                    + schema.primaryKeys()
                                    + " lacks partition key "
                                    + partition
                                    + ": keys that move between partitions are not supported with"
                                    + " option 'bucket' = '-1'");
                }
            }
        }
        if (buckets > 0) {
            if (key.isEmpty()) {
                key = schema.trimmedPrimaryKeys();
            }
            if (key.isEmpty()) {
                throw new InvalidRequestException(
                        "option 'bucket' = '"
                                + buckets
                                + "' of a table without a primary key needs option 'bucket-key'");
            }
            bucketKey(key);
        }
    }

    private void bucketKey(List<String> key) {
        keyColumns("option 'bucket-key'", key);
        for (String name : key) {
            if (schema.partitionKeys().contains(name)) {
                throw new InvalidRequestException(
                        "option 'bucket-key' may not name partition key " + name);
            }
            if (schema.hasPrimaryKey() && !schema.primaryKeys().contains(name)) {
                throw new InvalidRequestException(
                        "option 'bucket-key' names column "
                                + name
                                + ", which is not of primary key "
                                + schema.primaryKeys());
            }
        }
        // Throws if the function does not take such a key.
        new BucketFunction(options.get(BucketOptions.FUNCTION), columns.project(key));
    }

    private void namedColumns(Option<String> option) {
        String what = "option '" + option.key() + "'";
        List<String> names = names(options.get(option));
        if (!names.isEmpty() && !schema.hasPrimaryKey()) {
            throw new InvalidRequestException(what + " needs a primary key");
        }
        keyColumns(what, names);
    }

    private void producer() {
        boolean none =
                options.get(MergeOptions.CHANGELOG_PRODUCER) == MergeOptions.ChangelogProducer.NONE;
        if (!none && !schema.hasPrimaryKey()) {
            throw new InvalidRequestException("option 'changelog-producer' needs a primary key");
        }
    }

    /** What other engines of the format insist on when they open a table. */
    private void needs() {
        if (options.get(ScanOptions.STREAMING_READ_OVERWRITE) && !schema.hasPrimaryKey()) {
            throw new InvalidRequestException(
                    "option 'streaming-read-overwrite' needs a primary key; without one set"
                            + " 'streaming-read-append-overwrite'");
        }
        if (options.get(WriteOptions.FULL_COMPACTION_DELTA_COMMITS) > 0
                && options.get(BucketOptions.BUCKET) < 0
                && !schema.hasPrimaryKey()) {
            throw new InvalidRequestException(
                    "option 'full-compaction.delta-commits' needs a primary key or buckets");
        }
        if (!options.get(MergeOptions.SEQUENCE_FIELD).isBlank()
                && !schema.primaryKeys().containsAll(schema.partitionKeys())) {
            throw new InvalidRequestException(
                    "option 'sequence.field' needs primary key "
                            + schema.primaryKeys()
                            + " to have all partition keys "
                            + schema.partitionKeys());
        }
    }

    /**
     * The smallest number of snapshots or changelogs that are kept may not be above the largest.
     */
    private void retention(String what, String otherwise) {
        String min = "num-retained.min";
        String max = "num-retained.max";
        int least = count(what + min, otherwise + min, SnapshotOptions.NUM_RETAINED_MIN);
        int most = count(what + max, otherwise + max, SnapshotOptions.NUM_RETAINED_MAX);
        if (least > most) {
            throw new InvalidRequestException(
                    "option '%s%s' = '%d' is more than '%s%s' = '%d'"
                            .formatted(what, min, least, what, max, most));
        }
    }

    private int count(String key, String otherwise, Option<Integer> option) {
        Option<Integer> named = Option.integer(key, -1, option.description());
        Option<Integer> other = Option.integer(otherwise, option.defaultValue(), "");
        return options.has(named) ? options.get(named) : options.get(other);
    }

    /** Names in a comma separated list. */
    static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
