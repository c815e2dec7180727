package io.weir.core.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.error.CorruptFileException;
import io.weir.error.InvalidRequestException;
import io.weir.table.TableSchema;
import io.weir.type.ArrayType;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.MapType;
import io.weir.type.MultisetType;
import io.weir.type.RowType;
import io.weir.type.TypeParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Schema files: one JSON object (format section 2).
 *
 * <pre>
 * { "version" : 3, "id" : 0,
 *   "fields" : [ { "id" : 0, "name" : "id", "type" : "BIGINT NOT NULL" }, ... ],
 *   "highestFieldId" : 13, "partitionKeys" : [ "pt" ], "primaryKeys" : [ ],
 *   "options" : { "bucket" : "2" }, "comment" : "...", "timeMillis" : 1795411609904 }
 * </pre>
 *
 * <p>Versions 1 and 2 had other defaults for some options, which are added on reading. Pinned by
 * {@code pk_types/schema-0} of the golden tables.
 */
public final class SchemaJson {

    /** The version written. */
    public static final int VERSION = 3;

    private static final Set<String> KEYS =
            Set.of(
                    "version",
                    "id",
                    "fields",
                    "highestFieldId",
                    "partitionKeys",
                    "primaryKeys",
                    "options",
                    "comment",
                    "timeMillis");

    private static final Set<String> FIELD_KEYS =
            Set.of("id", "name", "type", "description", "defaultValue");

    private static final Set<String> TYPE_KEYS =
            Set.of("type", "element", "key", "value", "fields", "length");

    private static final int TYPE_DEPTH_MAX = 50;

    private SchemaJson() {}

    public static byte[] encode(TableSchema schema) {
        ObjectNode json = JsonText.newObject();
        json.put("version", VERSION);
        json.put("id", schema.id());
        ArrayNode fields = json.putArray("fields");
        schema.fields().forEach(field -> fields.add(encodeField(field)));
        json.put("highestFieldId", schema.highestFieldId());
        schema.partitionKeys().forEach(json.putArray("partitionKeys")::add);
        schema.primaryKeys().forEach(json.putArray("primaryKeys")::add);
        ObjectNode options = json.putObject("options");
        new TreeMap<>(schema.options()).forEach(options::put);
        if (schema.comment() != null) {
            json.put("comment", schema.comment());
        }
        json.put("timeMillis", schema.timeMillis());
        return JsonText.pretty(json);
    }

    /** Fields as schema files have them, on one line. */
    public static String fieldsText(List<Field> fields) {
        ArrayNode json = JsonText.newObject().arrayNode();
        fields.forEach(field -> json.add(encodeField(field)));
        return json.toString();
    }

    private static ObjectNode encodeField(Field field) {
        ObjectNode json = JsonText.newObject();
        json.put("id", field.id());
        json.put("name", field.name());
        json.set("type", encodeType(field.type()));
        if (field.description() != null) {
            json.put("description", field.description());
        }
        if (field.defaultValue() != null) {
            json.put("defaultValue", field.defaultValue());
        }
        return json;
    }

    private static JsonNode encodeType(DataType type) {
        if (!type.kind().isNested()) {
            return JsonText.newObject().textNode(type.toString());
        }
        ObjectNode json = JsonText.newObject();
        json.put("type", type.kind() + (type.nullable() ? "" : " NOT NULL"));
        if (type instanceof ArrayType array) {
            json.set("element", encodeType(array.element()));
        } else if (type instanceof MultisetType multiset) {
            json.set("element", encodeType(multiset.element()));
        } else if (type instanceof MapType map) {
            json.set("key", encodeType(map.key()));
            json.set("value", encodeType(map.value()));
        } else if (type instanceof RowType row) {
            ArrayNode fields = json.putArray("fields");
            row.fields().forEach(field -> fields.add(encodeField(field)));
        }
        return json;
    }

    /**
     * @param location of the file, for errors
     * @throws CorruptFileException it is not a schema
     * @throws InvalidRequestException it has a type that is not supported
     */
    public static TableSchema decode(byte[] bytes, String location) {
        JsonFields json = JsonText.parse(bytes, location);
        json.checkKeys(KEYS);
        int version = json.has("version") ? json.integer("version") : 1;
        if (version < 1 || version > VERSION) {
            throw json.corrupt("schema version " + version + ", known are 1 to " + VERSION);
        }
        List<Field> fields = decodeFields(json, 0);
        Map<String, String> options = json.map("options");
        if (version == 1) {
            options.putIfAbsent("bucket", "1");
        }
        if (version < VERSION) {
            options.putIfAbsent("file.format", "orc");
        }
        TableSchema schema =
                new TableSchema(
                        json.number("id"),
                        fields,
                        json.integer("highestFieldId"),
                        json.texts("partitionKeys"),
                        json.texts("primaryKeys"),
                        options,
                        json.optionalText("comment"),
                        json.has("timeMillis") ? json.number("timeMillis") : 0);
        check(schema, json);
        return schema;
    }

    /** What every reader relies on; whether a table may be made like this is asked elsewhere. */
    private static void check(TableSchema schema, JsonFields json) {
        if (schema.id() < 0) {
            throw json.corrupt("schema id " + schema.id());
        }
        Set<Integer> ids = new HashSet<>();
        for (Field field : schema.fields()) {
            collectIds(field, ids, schema.highestFieldId(), json);
        }
        Set<String> names = new HashSet<>(rowType(schema.fields(), json).names());
        for (String key : schema.partitionKeys()) {
            if (!names.contains(key)) {
                throw json.corrupt("partition key " + key + " is not a column");
            }
        }
        for (String key : schema.primaryKeys()) {
            if (!names.contains(key)) {
                throw json.corrupt("primary key " + key + " is not a column");
            }
        }
        if (new HashSet<>(schema.partitionKeys()).size() < schema.partitionKeys().size()
                || new HashSet<>(schema.primaryKeys()).size() < schema.primaryKeys().size()) {
            throw json.corrupt("a column is twice among the partition keys or the primary keys");
        }
    }

    private static void collectIds(Field field, Set<Integer> ids, int highest, JsonFields json) {
        if (field.id() < 0 || field.id() > highest || !ids.add(field.id())) {
            throw json.corrupt(
                    "field id "
                            + field.id()
                            + " of "
                            + field.name()
                            + " is used twice or greater than highestFieldId "
                            + highest);
        }
        collectIds(field.type(), ids, highest, json);
    }

    private static void collectIds(DataType type, Set<Integer> ids, int highest, JsonFields json) {
        if (type instanceof ArrayType array) {
            collectIds(array.element(), ids, highest, json);
        } else if (type instanceof MultisetType multiset) {
            collectIds(multiset.element(), ids, highest, json);
        } else if (type instanceof MapType map) {
            collectIds(map.key(), ids, highest, json);
            collectIds(map.value(), ids, highest, json);
        } else if (type instanceof RowType row) {
            row.fields().forEach(field -> collectIds(field, ids, highest, json));
        }
    }

    private static List<Field> decodeFields(JsonFields json, int depth) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode node : json.array("fields")) {
            JsonFields field = JsonFields.of(node, json.location(), "a field");
            field.checkKeys(FIELD_KEYS);
            fields.add(
                    new Field(
                            field.integer("id"),
                            field.text("name"),
                            decodeType(field.node("type"), field, depth),
                            field.optionalText("description"),
                            field.optionalText("defaultValue")));
        }
        return fields;
    }

    private static DataType decodeType(JsonNode node, JsonFields parent, int depth) {
        if (depth > TYPE_DEPTH_MAX) {
            throw parent.corrupt("types are nested more than " + TYPE_DEPTH_MAX + " deep");
        }
        if (node.isTextual()) {
            return scalar(node.textValue(), parent);
        }
        JsonFields json = JsonFields.of(node, parent.location(), "a type");
        json.checkKeys(TYPE_KEYS);
        String text = json.text("type");
        boolean nullable = !text.endsWith(" NOT NULL");
        String word = nullable ? text : text.substring(0, text.length() - " NOT NULL".length());
        return switch (word) {
            case "ARRAY" ->
                    new ArrayType(decodeType(json.node("element"), json, depth + 1), nullable);
            case "MULTISET" ->
                    new MultisetType(decodeType(json.node("element"), json, depth + 1), nullable);
            case "MAP" ->
                    new MapType(
                            decodeType(json.node("key"), json, depth + 1),
                            decodeType(json.node("value"), json, depth + 1),
                            nullable);
            case "ROW" -> rowType(decodeFields(json, depth + 1), json).withNullable(nullable);
            default -> scalar(text, json);
        };
    }

    private static RowType rowType(List<Field> fields, JsonFields json) {
        try {
            return RowType.of(fields);
        } catch (InvalidRequestException e) {
            throw new CorruptFileException(json.location(), String.valueOf(e.getMessage()), e);
        }
    }

    private static DataType scalar(String text, JsonFields json) {
        try {
            return TypeParser.parse(text);
        } catch (InvalidRequestException e) {
            String problem = String.valueOf(e.getMessage());
            if (problem.contains("not supported")) {
                throw new InvalidRequestException(json.location() + ": " + problem, e);
            }
            throw new CorruptFileException(json.location(), problem, e);
        }
    }
}
