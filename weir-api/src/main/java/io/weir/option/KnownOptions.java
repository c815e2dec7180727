package io.weir.option;

import io.weir.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every option key there is, whether this engine has it or not: all of the format's reference, so
 * that definitions made for other engines are taken as they are, and a misspelled key is not.
 *
 * <p>Options that this engine does not have are kept and passed over, unless passing over would
 * change rows: those are refused, when writing, when reading or both.
 */
public final class KnownOptions {

    private static final String NOT_SET = "(none)";
    private static final Map<String, Known> BY_KEY = new TreeMap<>();
    private static final List<Known> FAMILIES = new ArrayList<>();

    /** A line of the list; {@code refused} is read, write, table or empty. */
    private record Known(String key, String defaultText, String refused, @Nullable Pattern family) {

        boolean isDefault(String value) {
            String text = value.trim();
            return text.equalsIgnoreCase(defaultText)
                    || text.isEmpty()
                    || (defaultText.equals(NOT_SET) && text.equalsIgnoreCase("false"));
        }
    }

    static {
        for (String line : list().split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                add(line.split(" \\| ", -1));
            }
        }
    }

    private KnownOptions() {}

    private static void add(String[] words) {
        boolean family = words[0].contains("*");
        Known known =
                new Known(
                        words[0],
                        words[1],
                        words.length > 3 ? words[3] : "",
                        family ? pattern(words[0]) : null);
        if (family) {
            FAMILIES.add(known);
        } else {
            BY_KEY.put(known.key(), known);
        }
    }

    private static Pattern pattern(String key) {
        StringBuilder pattern = new StringBuilder();
        for (String part : key.split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".+").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }

    private static String list() {
        try (InputStream input = KnownOptions.class.getResourceAsStream("known-options.txt")) {
            if (input == null) {
                throw new IllegalStateException("known-options.txt is not in the jar");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All keys in order; those with {@code *} stand for many. */
    public static List<String> keys() {
        List<String> keys = new ArrayList<>(BY_KEY.keySet());
        FAMILIES.forEach(family -> keys.add(family.key()));
        keys.sort(null);
        return keys;
    }

    /** Whether there is such a key, here or in another engine of the format. */
    public static boolean isKnown(String key) {
        return find(key) != null;
    }

    /** The known key that looks most like a misspelled one. */
    public static Optional<String> nearest(String key) {
        String wanted = key.toLowerCase(Locale.ROOT).replace('_', '-');
        String best = null;
        int bestDistance = 2 + key.length() / 5;
        for (String known : BY_KEY.keySet()) {
            int distance = distance(wanted, known, bestDistance);
            if (distance < bestDistance) {
                best = known;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * Checks options that a table is created or altered with.
     *
     * @throws InvalidRequestException a key is unknown, a value is not legal, or this engine cannot
     *     write such a table
     */
    public static void check(Map<String, String> options) {
        for (String key : new TreeMap<>(options).keySet()) {
            if (!isKnown(key)) {
                throw new InvalidRequestException(
                        "unknown option '"
                                + key
                                + "'"
                                + nearest(key)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse(""));
            }
        }
        for (Option<?> option : OptionGroups.all()) {
            option.read(options);
        }
        checkWritable(options);
    }

    /**
     * Checks that this engine writes what the options ask for.
     *
     * @throws InvalidRequestException an option asks for something this engine does not have yet
     */
    public static void checkWritable(Map<String, String> options) {
        refuse(options, "write");
        only(options, "merge-engine", "deduplicate");
        only(options, "changelog-producer", "none", "input");
        only(options, "file.format", "parquet");
        only(options, "changelog-file.format", "parquet");
        checkBucket(options);
        String perLevel = FileOptions.FORMAT_PER_LEVEL.key();
        for (String format :
                FileOptions.perLevel(Options.of(options), FileOptions.FORMAT_PER_LEVEL).values()) {
            only(Map.of(perLevel, format), perLevel, "parquet");
        }
    }

    /**
     * Checks that this engine reads what the options ask for.
     *
     * @throws InvalidRequestException an option asks for something this engine does not have yet
     */
    public static void checkReadable(Map<String, String> options) {
        refuse(options, "read");
        only(options, "merge-engine", "deduplicate");
        checkBucket(options);
    }

    private static void checkBucket(Map<String, String> options) {
        int buckets = BucketOptions.BUCKET.read(options);
        if (buckets == -2) {
            throw new InvalidRequestException(
                    "option 'bucket' = '-2' (postponed buckets) is not supported yet;"
                            + " supported are -1 and numbers above 0");
        }
        if (buckets < -2 || buckets == 0) {
            throw new InvalidRequestException(
                    "option 'bucket' = '" + buckets + "' is not -1 or a number above 0");
        }
    }

    private static void refuse(Map<String, String> options, String use) {
        options.forEach(
                (key, value) -> {
                    Known known = find(key);
                    if (known != null
                            && (known.refused().equals(use) || known.refused().equals("table"))
                            && !known.isDefault(value)) {
                        throw new InvalidRequestException(
                                "option '" + key + "' = '" + value + "' is not supported yet");
                    }
                });
    }

    private static void only(Map<String, String> options, String key, String... supported) {
        String value = options.get(key);
        if (value == null || value.isBlank()) {
            return;
        }
        String spelling = value.trim().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!List.of(supported).contains(spelling)) {
            throw new InvalidRequestException(
                    "option '"
                            + key
                            + "' = '"
                            + value
                            + "' is not supported yet; supported: "
                            + String.join(", ", supported));
        }
    }

    private static @Nullable Known find(String key) {
        Known known = BY_KEY.get(key);
        if (known != null) {
            return known;
        }
        for (Known family : FAMILIES) {
            if (family.family() != null && family.family().matcher(key).matches()) {
                return family;
            }
        }
        return null;
    }

    /** Edits that turn one text into the other, or {@code enough} if there are that many. */
    private static int distance(String left, String right, int enough) {
        if (Math.abs(left.length() - right.length()) >= enough) {
            return enough;
        }
        int[] above = new int[right.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] line = new int[above.length];
            line[0] = row;
            for (int column = 1; column < line.length; column++) {
                int replaced = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                line[column] =
                        Math.min(
                                above[column - 1] + replaced,
                                Math.min(above[column], line[column - 1]) + 1);
            }
            above = line;
        }
        return Math.min(enough, above[right.length()]);
    }
}
