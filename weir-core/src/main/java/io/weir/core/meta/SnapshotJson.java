package io.weir.core.meta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.table.Snapshot;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot files: one JSON object (format section 3.1). Also the form of tags and kept changelogs.
 *
 * <pre>
 * { "version" : 3, "id" : 4, "schemaId" : 0, "baseManifestList" : "manifest-list-...", ... }
 * </pre>
 *
 * <p>Pinned by {@code pk_types/snapshot-4} of the golden tables.
 */
public final class SnapshotJson {

    /** The version written. */
    public static final int VERSION = 3;

    static final Set<String> KEYS =
            Set.of(
                    "version",
                    "id",
                    "schemaId",
                    "baseManifestList",
                    "baseManifestListSize",
                    "deltaManifestList",
                    "deltaManifestListSize",
                    "changelogManifestList",
                    "changelogManifestListSize",
                    "indexManifest",
                    "commitUser",
                    "commitIdentifier",
                    "commitKind",
                    "timeMillis",
                    "totalRecordCount",
                    "deltaRecordCount",
                    "changelogRecordCount",
                    "watermark",
                    "statistics",
                    "properties",
                    "nextRowId");

    private SnapshotJson() {}

    public static byte[] encode(SnapshotMeta snapshot) {
        ObjectNode json = JsonText.newObject();
        json.put("version", snapshot.version());
        json.put("id", snapshot.id());
        json.put("schemaId", snapshot.schemaId());
        json.put("baseManifestList", snapshot.baseManifestList());
        put(json, "baseManifestListSize", snapshot.baseManifestListSize());
        json.put("deltaManifestList", snapshot.deltaManifestList());
        put(json, "deltaManifestListSize", snapshot.deltaManifestListSize());
        put(json, "changelogManifestList", snapshot.changelogManifestList());
        put(json, "changelogManifestListSize", snapshot.changelogManifestListSize());
        put(json, "indexManifest", snapshot.indexManifest());
        json.put("commitUser", snapshot.commitUser());
        json.put("commitIdentifier", snapshot.commitIdentifier());
        json.put("commitKind", snapshot.commitKind().name());
        json.put("timeMillis", snapshot.timeMillis());
        put(json, "totalRecordCount", snapshot.totalRecordCount());
        put(json, "deltaRecordCount", snapshot.deltaRecordCount());
        put(json, "changelogRecordCount", snapshot.changelogRecordCount());
        put(json, "watermark", snapshot.watermark());
        put(json, "statistics", snapshot.statistics());
        if (!snapshot.properties().isEmpty()) {
            ObjectNode properties = json.putObject("properties");
            for (Map.Entry<String, String> entry :
                    new TreeMap<>(snapshot.properties()).entrySet()) {
                properties.put(entry.getKey(), entry.getValue());
            }
        }
        put(json, "nextRowId", snapshot.nextRowId());
        return JsonText.pretty(json);
    }

    /**
     * @param location of the file, for errors
     */
    public static SnapshotMeta decode(byte[] bytes, String location) {
        JsonFields json = JsonText.parse(bytes, location);
        json.checkKeys(KEYS);
        return decode(json);
    }

    /** The snapshot in an object whose keys were checked. */
    static SnapshotMeta decode(JsonFields json) {
        int version = json.has("version") ? json.integer("version") : VERSION;
        if (version < 1 || version > VERSION) {
            throw json.corrupt("snapshot version " + version + ", known are 1 to " + VERSION);
        }
        SnapshotMeta snapshot =
                new SnapshotMeta(
                        version,
                        json.number("id"),
                        json.number("schemaId"),
                        json.fileName("baseManifestList"),
                        json.optionalNumber("baseManifestListSize"),
                        json.fileName("deltaManifestList"),
                        json.optionalNumber("deltaManifestListSize"),
                        json.optionalFileName("changelogManifestList"),
                        json.optionalNumber("changelogManifestListSize"),
                        json.optionalFileName("indexManifest"),
                        json.text("commitUser"),
                        json.number("commitIdentifier"),
                        kind(json),
                        json.has("timeMillis") ? json.number("timeMillis") : 0,
                        json.optionalNumber("totalRecordCount"),
                        json.optionalNumber("deltaRecordCount"),
                        json.optionalNumber("changelogRecordCount"),
                        json.optionalNumber("watermark"),
                        json.optionalFileName("statistics"),
                        json.map("properties"),
                        json.optionalNumber("nextRowId"));
        if (snapshot.id() < 1 || snapshot.schemaId() < 0) {
            throw json.corrupt(
                    "snapshot id " + snapshot.id() + " with schema " + snapshot.schemaId());
        }
        return snapshot;
    }

    private static Snapshot.Kind kind(JsonFields json) {
        String text = json.text("commitKind");
        for (Snapshot.Kind kind : Snapshot.Kind.values()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        throw json.corrupt("key commitKind is " + text + ", which is no known kind");
    }

    private static void put(ObjectNode json, String key, @Nullable Long value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static void put(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
