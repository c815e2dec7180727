package io.weir.interop;

import io.weir.error.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * The capabilities that are to work, each a named cell. What does not work yet is waived with a
 * reason in {@code waivers.txt}: such a cell must be refused with an error of ours, never give
 * other rows, and a waiver that is not needed any more fails.
 */
final class Matrix {

    private static final Map<String, String> WAIVERS = waivers();

    private Matrix() {}

    private static Map<String, String> waivers() {
        Map<String, String> waivers = new TreeMap<>();
        try (InputStream input = Matrix.class.getResourceAsStream("waivers.txt")) {
            String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" : ", 2))
                    .forEach(parts -> waivers.put(parts[0].trim(), parts[1].trim()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return waivers;
    }

    static Map<String, String> waived() {
        return WAIVERS;
    }

    static DynamicTest cell(String name, Executable body) {
        String reason = WAIVERS.get(name);
        if (reason == null) {
            return DynamicTest.dynamicTest(name, () -> works(name, body));
        }
        return DynamicTest.dynamicTest(
                name + " (waived: " + reason + ")", () -> refused(name, body));
    }

    private static void works(String name, Executable body) throws Throwable {
        try {
            body.execute();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }

    private static void refused(String name, Executable body) throws Throwable {
        try {
            body.execute();
        } catch (WeirException expected) {
            return;
        }
        throw new AssertionError("the waiver of " + name + " is not needed any more");
    }
}
