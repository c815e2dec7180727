package io.weir.option;

/** Options of opening a catalog. */
public final class CatalogOptions {

    private CatalogOptions() {}

    public static final Option<String> WAREHOUSE =
            Option.text(
                    "warehouse", "", "root of all databases: a location or an absolute local path");

    public static final Option<String> METASTORE =
            Option.text("metastore", "filesystem", "kind of catalog: filesystem");

    public static final Option<Boolean> FSYNC =
            Option.flag(
                    "storage.fsync",
                    true,
                    "whether local files are forced to disk before they are seen");
}
