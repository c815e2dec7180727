package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.error.WeirException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Golden text: files of commands and the output each must give.
 *
 * <pre>
 * # a comment
 * write a=1 b=2
 * write a=3
 * ----
 * L0: 1..3
 *
 * compact
 * ----
 * L5: 1..3
 * </pre>
 *
 * <p>A block is commands, a line {@code ----} and the output, ended by an empty line. Output with
 * empty lines in it stands between two lines {@code ----} twice. The commands of a block are run
 * together. With the system property {@code weir.test.rewrite} the output is written anew instead.
 */
public final class ScriptTest {

    private static final String LINE = "----";

    /** Runs the commands of one block. */
    @FunctionalInterface
    public interface Commands {

        /**
         * @param lines the commands, none empty, no comments
         * @return the output, without a line break at its end
         */
        String run(List<String> lines) throws Exception;
    }

    private ScriptTest() {}

    /** The scripts of a directory, in order of their names. */
    public static List<Path> scripts(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script; an error of ours is an output too: {@code error: } and its message. */
    public static void run(Path script, Commands commands) {
        try {
            String expected = Files.readString(script);
            String actual = replayed(expected, commands);
            if (Boolean.getBoolean("weir.test.rewrite")) {
                Files.writeString(script, actual);
            } else {
                assertEquals(expected, actual, script.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script with the output its commands give. */
    static String replayed(String script, Commands commands) {
        StringBuilder replayed = new StringBuilder();
        List<String> block = new ArrayList<>();
        List<String> lines = script.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            replayed.append(line).append('\n');
            if (!line.equals(LINE)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    block.add(line);
                }
                continue;
            }
            String output = output(commands, block);
            boolean fenced = output.contains("\n\n") || output.startsWith("\n");
            String fence = fenced ? LINE + "\n" : "";
            replayed.append(fence).append(output).append(output.isEmpty() ? "" : "\n");
            replayed.append(fence).append(fence);
            block.clear();
            at = behindOutput(lines, at);
        }
        return replayed.toString();
    }

    private static int behindOutput(List<String> lines, int from) {
        int at = from;
        boolean fenced = from < lines.size() && lines.get(from).equals(LINE);
        if (fenced) {
            do {
                at++;
            } while (at < lines.size()
                    && !(lines.get(at).equals(LINE)
                            && lines.get(at - 1).equals(LINE)
                            && at > from + 1));
            return Math.min(lines.size(), at + 1);
        }
        while (at < lines.size() && !lines.get(at).isBlank()) {
            at++;
        }
        return at;
    }

    private static String output(Commands commands, List<String> block) {
        try {
            return commands.run(List.copyOf(block)).stripTrailing();
        } catch (WeirException e) {
            return "error: " + e.getMessage();
        } catch (Exception e) {
            throw new AssertionError("commands " + block, e);
        }
    }
}
