package io.weir.option;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** The groups of options in the order of the reference page, and the options each declares. */
final class OptionGroups {

    static final List<OptionGroups> ALL =
            List.of(
                    new OptionGroups("Buckets", BucketOptions.class),
                    new OptionGroups("Merging", MergeOptions.class),
                    new OptionGroups("Writing", WriteOptions.class),
                    new OptionGroups("Write buffer and spilling", BufferOptions.class),
                    new OptionGroups("Compaction", CompactionOptions.class),
                    new OptionGroups("Data files", FileOptions.class),
                    new OptionGroups("Directories", LayoutOptions.class),
                    new OptionGroups("Committing", CommitOptions.class),
                    new OptionGroups("Snapshots", SnapshotOptions.class),
                    new OptionGroups("Scanning", ScanOptions.class),
                    new OptionGroups("Catalog", CatalogOptions.class));

    private final String title;
    private final Class<?> group;

    private OptionGroups(String title, Class<?> group) {
        this.title = title;
        this.group = group;
    }

    String title() {
        return title;
    }

    /** The constants of the group in the order of the source. */
    List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>();
        for (Field field : group.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Option.class) {
                try {
                    options.add((Option<?>) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(field + " is not readable", e);
                }
            }
        }
        return options;
    }

    static List<Option<?>> all() {
        List<Option<?>> options = new ArrayList<>();
        for (OptionGroups group : ALL) {
            options.addAll(group.options());
        }
        return options;
    }
}
