package io.weir.core.meta;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.error.CorruptFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JSON object, read with their types checked. A key whose value is null counts as
 * absent. Every error names the file and the key.
 */
final class JsonFields {

    private final JsonNode object;
    private final String location;
    private final String what;

    private JsonFields(JsonNode object, String location, String what) {
        this.object = object;
        this.location = location;
        this.what = what;
    }

    /**
     * @param what the object, for errors
     */
    static JsonFields of(JsonNode node, String location, String what) {
        if (!node.isObject()) {
            throw new CorruptFileException(location, what + " is not a JSON object");
        }
        return new JsonFields(node, location, what);
    }

    String location() {
        return location;
    }

    CorruptFileException corrupt(String problem) {
        return new CorruptFileException(location, problem);
    }

    /**
     * Refuses a key that is one character off a known one: keys we do not know are passed over, so
     * one damaged bit in the name of an optional key would take the key away without a word.
     */
    void checkKeys(Collection<String> known) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            String meant = NearMiss.of(name, known);
            if (meant != null) {
                throw corrupt("key " + name + " of " + what + " is " + meant + " damaged");
            }
        }
    }

    boolean has(String key) {
        JsonNode node = object.get(key);
        return node != null && !node.isNull();
    }

    JsonNode node(String key) {
        JsonNode node = object.get(key);
        if (node == null || node.isNull()) {
            throw corrupt("key " + key + " of " + what + " is missing");
        }
        return node;
    }

    String text(String key) {
        JsonNode node = node(key);
        if (!node.isTextual()) {
            throw wrong(key, "a string");
        }
        return node.textValue();
    }

    @Nullable String optionalText(String key) {
        return has(key) ? text(key) : null;
    }

    long number(String key) {
        JsonNode node = node(key);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(key, "an integer of 64 bits");
        }
        return node.longValue();
    }

    @Nullable Long optionalNumber(String key) {
        return has(key) ? Long.valueOf(number(key)) : null;
    }

    int integer(String key) {
        long value = number(key);
        if (value != (int) value) {
            throw wrong(key, "an integer of 32 bits");
        }
        return (int) value;
    }

    /** The name of a file in a directory of the table: one name, not a path. */
    String fileName(String key) {
        String name = text(key);
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals("..")) {
            throw wrong(key, "a file name");
        }
        return name;
    }

    @Nullable String optionalFileName(String key) {
        return has(key) ? fileName(key) : null;
    }

    List<String> texts(String key) {
        List<String> values = new ArrayList<>();
        for (JsonNode node : array(key)) {
            if (!node.isTextual()) {
                throw wrong(key, "an array of strings");
            }
            values.add(node.textValue());
        }
        return values;
    }

    List<JsonNode> array(String key) {
        JsonNode node = node(key);
        if (!node.isArray()) {
            throw wrong(key, "an array");
        }
        List<JsonNode> values = new ArrayList<>(node.size());
        node.forEach(values::add);
        return values;
    }

    /** An object of strings; empty if the key is absent. */
    Map<String, String> map(String key) {
        Map<String, String> values = new TreeMap<>();
        if (!has(key)) {
            return values;
        }
        JsonNode node = node(key);
        if (!node.isObject()) {
            throw wrong(key, "an object of strings");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw wrong(key, "an object of strings");
            }
            values.put(entry.getKey(), entry.getValue().asText());
        }
        return values;
    }

    private CorruptFileException wrong(String key, String expected) {
        String found = object.get(key).toString();
        String shown = found.length() > 80 ? found.substring(0, 80) + "..." : found;
        return corrupt("key " + key + " of " + what + " is " + shown + ", expected " + expected);
    }
}
