package io.weir.core.meta;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.error.CorruptFileException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tag files: the JSON of a snapshot with two more keys (format section 3.4), which a tag without a
 * retention time does not have.
 *
 * <pre>
 * { ..., "tagCreateTime" : [ 2026, 11, 23, 5, 26, 7, 120000000 ], "tagTimeRetained" : 3600.000000000 }
 * </pre>
 *
 * <p>The time is a wall clock: year, month, day, hour, minute, second, nanoseconds, of which the
 * last two are missing where they are zero. The retention is in seconds.
 */
final class TagJson {

    private static final String CREATE_TIME = "tagCreateTime";
    private static final String TIME_RETAINED = "tagTimeRetained";

    private static final int TIME_PARTS_MIN = 5;
    private static final int TIME_PARTS_MAX = 7;

    private TagJson() {}

    /**
     * @param location of the file, for errors
     * @throws CorruptFileException it is not a tag
     */
    static Tag decode(byte[] bytes, String location) {
        JsonFields json = JsonText.parse(bytes, location);
        Set<String> keys = new HashSet<>(SnapshotJson.KEYS);
        keys.add(CREATE_TIME);
        keys.add(TIME_RETAINED);
        json.checkKeys(keys);
        return new Tag(SnapshotJson.decode(json), createTime(json), timeRetained(json));
    }

    private static @Nullable LocalDateTime createTime(JsonFields json) {
        if (!json.has(CREATE_TIME)) {
            return null;
        }
        List<JsonNode> nodes = json.array(CREATE_TIME);
        int[] parts = new int[TIME_PARTS_MAX];
        boolean valid = nodes.size() >= TIME_PARTS_MIN && nodes.size() <= TIME_PARTS_MAX;
        for (int part = 0; valid && part < nodes.size(); part++) {
            valid = nodes.get(part).canConvertToInt() && nodes.get(part).isIntegralNumber();
            parts[part] = nodes.get(part).intValue();
        }
        if (!valid) {
            throw json.corrupt("key " + CREATE_TIME + " is not a time: " + nodes);
        }
        try {
            return LocalDateTime.of(
                    parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
        } catch (DateTimeException e) {
            throw json.corrupt("key " + CREATE_TIME + " is not a time: " + nodes);
        }
    }

    private static @Nullable Duration timeRetained(JsonFields json) {
        if (!json.has(TIME_RETAINED)) {
            return null;
        }
        JsonNode node = json.node(TIME_RETAINED);
        try {
            if (node.isNumber()) {
                BigInteger[] seconds =
                        BigDecimal.valueOf(node.doubleValue())
                                .setScale(9, RoundingMode.HALF_UP)
                                .unscaledValue()
                                .divideAndRemainder(BigInteger.valueOf(1_000_000_000));
                return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValueExact());
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below.
        }
        throw json.corrupt("key " + TIME_RETAINED + " is not a number of seconds: " + node);
    }
}
