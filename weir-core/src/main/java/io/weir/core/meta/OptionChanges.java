package io.weir.core.meta;

import io.weir.error.InvalidRequestException;
import io.weir.option.BucketOptions;
import io.weir.option.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of options: what may not change, and what follows a renamed column. */
final class OptionChanges {

    private static final Set<String> NEVER =
            Set.of("path", "type", "primary-key", "partition", "primary-key.nullable");

    /** May not change once there are snapshots (format section 2.4, behaviour section 10.4). */
    private static final Set<String> FROZEN =
            Set.of(
                    "bucket-key",
                    "bucket-function.type",
                    "data-file.path-directory",
                    "partition.default-name",
                    "partition.legacy-name",
                    "merge-engine",
                    "sequence.snapshot-ordering",
                    "aggregation.remove-record-on-delete",
                    "partial-update.remove-record-on-delete",
                    "partial-update.remove-record-on-sequence-group",
                    "rowkind.field",
                    "dynamic-bucket.initial-buckets",
                    "force-lookup",
                    "row-tracking.enabled",
                    "data-evolution.enabled",
                    "index-file-in-data-file-dir",
                    "blob-field",
                    "blob-descriptor-field",
                    "blob-view-field",
                    "pk-clustering-override");

    /** May not be taken back once there are snapshots: files may lack what it would bring back. */
    private static final Set<String> ONE_WAY = Set.of("ignore-delete", "ignore-update-before");

    private static final String BUCKET = "bucket";
    private static final String VECTORS = "deletion-vectors.enabled";

    private OptionChanges() {}

    /**
     * Refuses a change that a table may not make.
     *
     * @param value the new one, null to remove the option
     */
    static void check(
            Map<String, String> options, String key, @Nullable String value, boolean hasSnapshots) {
        String old = options.get(key);
        if (Objects.equals(old, value)) {
            return;
        }
        if (NEVER.contains(key)) {
            throw new InvalidRequestException("option '" + key + "' can never be changed");
        }
        if (!hasSnapshots) {
            return;
        }
        if (FROZEN.contains(key)) {
            throw frozen(key);
        }
        if (ONE_WAY.contains(key) && Boolean.parseBoolean(old) && !Boolean.parseBoolean(value)) {
            throw new InvalidRequestException(
                    "option '" + key + "' cannot be taken back: the table has data");
        }
        if (key.equals(BUCKET)) {
            checkBucket(options, value);
        }
        if (key.equals(VECTORS) && !"true".equals(options.get("deletion-vectors.modifiable"))) {
            throw frozen(key);
        }
    }

    private static void checkBucket(Map<String, String> options, @Nullable String value) {
        int before = Options.of(options).get(BucketOptions.BUCKET);
        if (value == null) {
            throw frozen(BUCKET);
        }
        int after = Options.of(Map.of(BUCKET, value)).get(BucketOptions.BUCKET);
        if (before != after && (before < 1 || after < 1)) {
            throw new InvalidRequestException(
                    "option 'bucket' cannot be changed from "
                            + before
                            + " to "
                            + after
                            + ": the table has data; only numbers above 0 can be exchanged");
        }
    }

    private static InvalidRequestException frozen(String key) {
        return new InvalidRequestException(
                "option '" + key + "' cannot be changed: the table has data");
    }

    /** Options that name a column say its new name instead. */
    static void renameColumn(Map<String, String> options, String from, String to) {
        Map<String, String> renamed = new LinkedHashMap<>();
        options.forEach(
                (key, value) -> {
                    String newValue =
                            key.equals("bucket-key")
                                            || key.equals("sequence.field")
                                            || key.equals("rowkind.field")
                                            || key.endsWith(".sequence-group")
                                    ? renameInList(value, from, to)
                                    : value;
                    renamed.put(renameInKey(key, from, to), newValue);
                });
        options.clear();
        options.putAll(renamed);
    }

    private static String renameInList(String list, String from, String to) {
        List<String> names = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            names.add(name.trim().equals(from) ? to : name);
        }
        return String.join(",", names);
    }

    /** {@code fields.<c>.x} and {@code fields.<c1>,<c2>.sequence-group}. */
    private static String renameInKey(String key, String from, String to) {
        String prefix = "fields.";
        if (!key.startsWith(prefix)) {
            return key;
        }
        String group = ".sequence-group";
        if (key.endsWith(group) && key.length() > prefix.length() + group.length()) {
            String names = key.substring(prefix.length(), key.length() - group.length());
            return prefix + renameInList(names, from, to) + group;
        }
        String column = prefix + from + ".";
        return key.startsWith(column) ? prefix + to + "." + key.substring(column.length()) : key;
    }
}
