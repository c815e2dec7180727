package io.weir.core.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.error.CorruptFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON form of an Avro schema. Types that contain themselves are refused. */
final class AvroSchemaReader {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int DEPTH_MAX = 40;

    /** Parts of all types, those inside a type that is named again counted again. */
    private static final int PARTS_MAX = 10_000;

    private final String file;
    private final Map<String, AvroType> named = new HashMap<>();
    private final Set<String> unfinished = new HashSet<>();
    private int parts;

    private AvroSchemaReader(String file) {
        this.file = file;
    }

    /**
     * @param file for errors
     */
    static AvroType read(byte[] json, String file) {
        try {
            return new AvroSchemaReader(file).type(MAPPER.readTree(json), 0);
        } catch (IOException e) {
            throw new CorruptFileException(file, "avro.schema is not JSON", e);
        }
    }

    private AvroType type(@Nullable JsonNode node, int depth) {
        if (node == null || depth > DEPTH_MAX) {
            throw corrupt(node == null ? "a type is missing" : "types are nested too deep");
        }
        if (node.isTextual()) {
            return byName(node.textValue());
        }
        if (node.isArray()) {
            return union(node, depth);
        }
        JsonNode word = node.get("type");
        if (word == null || !word.isTextual()) {
            return type(word, depth + 1);
        }
        return switch (word.textValue()) {
            case "record", "error" -> structure(node, depth);
            case "array" -> sequence(node, depth);
            case "map" -> new AvroType.Dictionary(type(node.get("values"), depth + 1));
            case "fixed" -> fixed(node);
            case "enum" -> enumeration(node);
            default -> byName(word.textValue());
        };
    }

    private AvroType byName(String name) {
        return switch (name) {
            case "null" -> AvroType.Scalar.NULL;
            case "boolean" -> AvroType.Scalar.BOOLEAN;
            case "int" -> AvroType.Scalar.INT;
            case "long" -> AvroType.Scalar.LONG;
            case "float" -> AvroType.Scalar.FLOAT;
            case "double" -> AvroType.Scalar.DOUBLE;
            case "bytes" -> AvroType.Scalar.BYTES;
            case "string" -> AvroType.Scalar.STRING;
            default -> {
                String simple = name.substring(name.lastIndexOf('.') + 1);
                AvroType found = unfinished.contains(simple) ? null : named.get(simple);
                if (found == null) {
                    throw corrupt("type " + name + " is not known here");
                }
                count(found);
                yield found;
            }
        };
    }

    private AvroType union(JsonNode node, int depth) {
        List<AvroType> branches = new ArrayList<>(node.size());
        for (JsonNode branch : node) {
            branches.add(type(branch, depth + 1));
        }
        if (branches.isEmpty()) {
            throw corrupt("a union is empty");
        }
        return new AvroType.Union(List.copyOf(branches));
    }

    private AvroType structure(JsonNode node, int depth) {
        String name = name(node);
        unfinished.add(name);
        JsonNode list = node.get("fields");
        if (list == null || !list.isArray() || list.isEmpty()) {
            throw corrupt("record " + name + " has no fields");
        }
        count(list.size());
        List<AvroType.Field> fields = new ArrayList<>(list.size());
        Set<String> names = new HashSet<>();
        for (JsonNode field : list) {
            String fieldName = field.path("name").asText("");
            if (!names.add(fieldName)) {
                throw corrupt("record " + name + " has field " + fieldName + " twice");
            }
            fields.add(new AvroType.Field(fieldName, type(field.get("type"), depth + 1)));
        }
        unfinished.remove(name);
        return define(name, new AvroType.Structure(List.copyOf(fields)));
    }

    private AvroType sequence(JsonNode node, int depth) {
        AvroType items = type(node.get("items"), depth + 1);
        if (items == AvroType.Scalar.NULL) {
            throw corrupt("an array of nulls");
        }
        return new AvroType.Sequence(items);
    }

    private AvroType fixed(JsonNode node) {
        int size = node.path("size").asInt(0);
        if (size < 1) {
            throw corrupt("a fixed type of " + size + " bytes");
        }
        return define(name(node), new AvroType.Fixed(size));
    }

    private AvroType enumeration(JsonNode node) {
        return define(name(node), new AvroType.Enumeration(node.path("symbols").size()));
    }

    /**
     * Counts the parts of a type that is used again: a few names that use one another could
     * otherwise make a type that never ends to be passed over.
     */
    private void count(AvroType type) {
        if (type instanceof AvroType.Structure structure) {
            count(structure.fields().size());
            structure.fields().forEach(field -> count(field.type()));
        } else if (type instanceof AvroType.Sequence sequence) {
            count(sequence.items());
        } else if (type instanceof AvroType.Dictionary dictionary) {
            count(dictionary.values());
        } else if (type instanceof AvroType.Union union) {
            union.branches().forEach(this::count);
        }
    }

    private void count(int more) {
        parts += more;
        if (parts > PARTS_MAX) {
            throw corrupt("more than " + PARTS_MAX + " parts");
        }
    }

    private AvroType define(String name, AvroType type) {
        named.put(name, type);
        return type;
    }

    private static String name(JsonNode node) {
        String name = node.path("name").asText("");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private CorruptFileException corrupt(String problem) {
        return new CorruptFileException(file, "avro.schema: " + problem);
    }
}
