package io.weir.core.meta;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.error.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON files: bytes to a tree within limits, and back as pretty-printed text. */
final class JsonText {

    private static final int NESTING_MAX = 200;
    private static final int STRING_MAX = 16 << 20;

    private static final JsonMapper MAPPER = mapper();
    private static final ObjectWriter WRITER = writer();

    private JsonText() {}

    private static JsonMapper mapper() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(JsonParser.Feature.ALLOW_COMMENTS)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(NESTING_MAX)
                                .maxStringLength(STRING_MAX)
                                .build());
        return mapper;
    }

    private static ObjectWriter writer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        return MAPPER.writer(printer);
    }

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** Two-space indented, no newline at the end. */
    static byte[] pretty(JsonNode tree) {
        try {
            return WRITER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was built here cannot be written", e);
        }
    }

    /** The object in a file. */
    static JsonFields parse(byte[] bytes, String location) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return JsonFields.of(MAPPER.readTree(text), location, "the file");
        } catch (CharacterCodingException e) {
            throw new CorruptFileException(location, "is not UTF-8", e);
        } catch (IOException e) {
            String message =
                    e instanceof JsonProcessingException json
                            ? json.getOriginalMessage() + where(json)
                            : String.valueOf(e.getMessage());
            throw new CorruptFileException(location, "is not JSON: " + message, e);
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
    }
}
