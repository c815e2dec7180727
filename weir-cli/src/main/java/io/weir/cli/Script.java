package io.weir.cli;

import io.weir.error.InvalidRequestException;
import io.weir.sql.SqlScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Statements to run.
 *
 * @param name of the file, empty for those of the command line
 * @param text in SQL
 */
record Script(String name, String text) {

    static Script ofFile(String file) throws IOException {
        if (file.equals("-")) {
            return ofStandardInput();
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new InvalidRequestException(
                    "file " + file + (Files.exists(path) ? " cannot be read" : " does not exist"));
        }
        return decoded(file, Files.readAllBytes(path));
    }

    static Script ofStandardInput() throws IOException {
        return decoded("standard input", System.in.readAllBytes());
    }

    static Script decoded(String name, byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Script(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException(
                    name + " is not text in UTF-8; convert it, for example with iconv", e);
        }
    }

    /** Where a statement begins, as errors tell it: {@code orders.sql, line 3: }. */
    String place(SqlScript.Part part) {
        return name.isEmpty() ? "" : name + ", line " + part.line() + ": ";
    }
}
