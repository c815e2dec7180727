package io.weir.core.meta;

/**
 * The Avro schemas of manifests, manifest lists and index manifests as they are written (format
 * section 4): record names under {@code org.apache.paimon.avro.generated}, nullable fields as a
 * union with null first and null as default.
 */
final class ManifestSchemas {

    private static final String NAMESPACE = "org.apache.paimon.avro.generated";
    private static final String TEXTS = "{\"type\":\"array\",\"items\":\"string\"}";

    static final String ENTRY =
            top(
                    field("_VERSION", "\"int\""),
                    field("_KIND", "\"int\""),
                    field("_PARTITION", "\"bytes\""),
                    field("_BUCKET", "\"int\""),
                    field("_TOTAL_BUCKETS", "\"int\""),
                    field(
                            "_FILE",
                            nested(
                                    "record__FILE",
                                    field("_FILE_NAME", "\"string\""),
                                    field("_FILE_SIZE", "\"long\""),
                                    field("_ROW_COUNT", "\"long\""),
                                    field("_MIN_KEY", "\"bytes\""),
                                    field("_MAX_KEY", "\"bytes\""),
                                    field("_KEY_STATS", stats("record__FILE__KEY_STATS")),
                                    field("_VALUE_STATS", stats("record__FILE__VALUE_STATS")),
                                    field("_MIN_SEQUENCE_NUMBER", "\"long\""),
                                    field("_MAX_SEQUENCE_NUMBER", "\"long\""),
                                    field("_SCHEMA_ID", "\"long\""),
                                    field("_LEVEL", "\"int\""),
                                    field("_EXTRA_FILES", TEXTS),
                                    nullable(
                                            "_CREATION_TIME",
                                            "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}"),
                                    nullable("_DELETE_ROW_COUNT", "\"long\""),
                                    nullable("_EMBEDDED_FILE_INDEX", "\"bytes\""),
                                    nullable("_FILE_SOURCE", "\"int\""),
                                    nullable("_VALUE_STATS_COLS", TEXTS),
                                    nullable("_EXTERNAL_PATH", "\"string\""),
                                    nullable("_FIRST_ROW_ID", "\"long\""),
                                    nullable("_WRITE_COLS", TEXTS))));

    static final String LIST =
            top(
                    field("_VERSION", "\"int\""),
                    field("_FILE_NAME", "\"string\""),
                    field("_FILE_SIZE", "\"long\""),
                    field("_NUM_ADDED_FILES", "\"long\""),
                    field("_NUM_DELETED_FILES", "\"long\""),
                    field("_PARTITION_STATS", stats("record__PARTITION_STATS")),
                    field("_SCHEMA_ID", "\"long\""),
                    nullable("_MIN_BUCKET", "\"int\""),
                    nullable("_MAX_BUCKET", "\"int\""),
                    nullable("_MIN_LEVEL", "\"int\""),
                    nullable("_MAX_LEVEL", "\"int\""),
                    nullable("_MIN_ROW_ID", "\"long\""),
                    nullable("_MAX_ROW_ID", "\"long\""));

    static final String INDEX =
            top(
                    field("_VERSION", "\"int\""),
                    field("_KIND", "\"int\""),
                    field("_PARTITION", "\"bytes\""),
                    field("_BUCKET", "\"int\""),
                    field("_INDEX_TYPE", "\"string\""),
                    field("_FILE_NAME", "\"string\""),
                    field("_FILE_SIZE", "\"long\""),
                    field("_ROW_COUNT", "\"long\""),
                    nullable(
                            "_DELETIONS_VECTORS_RANGES",
                            "{\"type\":\"array\",\"items\":[\"null\","
                                    + nested(
                                            "record__DELETIONS_VECTORS_RANGES",
                                            field("f0", "\"string\""),
                                            field("f1", "\"int\""),
                                            field("f2", "\"int\""),
                                            nullable("_CARDINALITY", "\"long\""))
                                    + "]}"),
                    nullable("_EXTERNAL_PATH", "\"string\""),
                    nullable(
                            "_GLOBAL_INDEX",
                            nested(
                                    "record__GLOBAL_INDEX",
                                    field("_ROW_RANGE_START", "\"long\""),
                                    field("_ROW_RANGE_END", "\"long\""),
                                    field("_INDEX_FIELD_ID", "\"int\""),
                                    nullable(
                                            "_EXTRA_FIELD_IDS",
                                            "{\"type\":\"array\",\"items\":\"int\"}"),
                                    nullable("_INDEX_META", "\"bytes\""))));

    private ManifestSchemas() {}

    private static String top(String... fields) {
        return "{\"type\":\"record\",\"name\":\"record\",\"namespace\":\""
                + NAMESPACE
                + "\",\"fields\":["
                + String.join(",", fields)
                + "]}";
    }

    private static String nested(String name, String... fields) {
        return "{\"type\":\"record\",\"name\":\""
                + name
                + "\",\"fields\":["
                + String.join(",", fields)
                + "]}";
    }

    private static String stats(String name) {
        return nested(
                name,
                field("_MIN_VALUES", "\"bytes\""),
                field("_MAX_VALUES", "\"bytes\""),
                nullable("_NULL_COUNTS", "{\"type\":\"array\",\"items\":[\"null\",\"long\"]}"));
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private static String nullable(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":[\"null\"," + type + "],\"default\":null}";
    }
}
