package io.weir.core;

import io.weir.error.InvalidRequestException;
import io.weir.option.KnownOptions;
import io.weir.table.TableSchema;
import java.util.Map;
import java.util.Set;

/** Checks options that are laid over those of a table for one use. */
final class DynamicOptions {

    /**
     * What the files of a table are made by: another value for one use would read or write wrong
     * rows.
     */
    private static final Set<String> FIXED =
            Set.of(
                    "bucket",
                    "bucket-key",
                    "bucket-function.type",
                    "primary-key",
                    "partition",
                    "type",
                    "path",
                    "merge-engine",
                    "sequence.field",
                    "sequence.field.sort-order",
                    "rowkind.field",
                    "changelog-producer",
                    "data-file.path-directory",
                    "partition.default-name",
                    "partition.legacy-name",
                    "deletion-vectors.enabled",
                    "row-tracking.enabled",
                    "data-evolution.enabled");

    private DynamicOptions() {}

    /**
     * @throws InvalidRequestException an option is unknown, not legal, or can only be changed by
     *     altering the table
     */
    static void check(TableSchema schema, Map<String, String> dynamicOptions) {
        KnownOptions.check(dynamicOptions);
        dynamicOptions.forEach(
                (key, value) -> {
                    if (FIXED.contains(key) && !value.equals(schema.options().get(key))) {
                        throw new InvalidRequestException(
                                "option '"
                                        + key
                                        + "' belongs to the table and cannot be set for one query;"
                                        + " alter the table");
                    }
                });
    }
}
