package io.weir.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.error.InvalidRequestException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in the source's changelog a table's snapshot stands, as its snapshot properties keep it.
 *
 * <p>The changelog is cut at ends of transactions. Cut k is named by {@code commitLsn}, the place
 * of its last commit record; these only grow. A table without changes since the last cut makes no
 * commit for it, so tables may name older cuts. When the first table commits cut k, cut k-1 is
 * complete in all tables: {@code resume}, the source's own offset at cut k-1, is where a restarted
 * job begins to read, taken from the table with the greatest cut. Changes of a transaction whose
 * predecessor committed before a table's cut are in that table already and are passed over.
 *
 * @param streaming false while the initial rows are not complete
 * @param commitLsn place of the last commit of the cut; 0 for the initial rows
 * @param resume source offset of the cut before, as JSON; null while the initial rows are not
 *     complete
 */
record Position(boolean streaming, long commitLsn, @Nullable String resume) {

    private static final String PHASE = "weir.cdc.phase";
    private static final String COMMIT = "weir.cdc.commit-lsn";
    private static final String RESUME = "weir.cdc.resume";
    private static final ObjectMapper JSON = new ObjectMapper();

    Map<String, String> toProperties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(PHASE, streaming ? "streaming" : "snapshot");
        properties.put(COMMIT, String.valueOf(commitLsn));
        if (resume != null) {
            properties.put(RESUME, resume);
        }
        return properties;
    }

    /** The position in snapshot properties; null when there is none. */
    static @Nullable Position of(Map<String, String> properties) {
        String phase = properties.get(PHASE);
        String commit = properties.get(COMMIT);
        if (phase == null || commit == null) {
            return null;
        }
        return new Position(
                phase.equals("streaming"), Long.parseLong(commit), properties.get(RESUME));
    }

    static String offsetJson(Map<String, ?> offset) {
        try {
            return JSON.writeValueAsString(offset);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("source offset " + offset + " is not plain", e);
        }
    }

    /** Place of the last commit a source offset tells of; 0 when it tells of none. */
    static long commitLsn(Map<String, ?> offset) {
        return offset.get("lsn_commit") instanceof Number number ? number.longValue() : 0;
    }

    static long commitLsn(String offsetJson) {
        try {
            return commitLsn(
                    JSON.readValue(offsetJson, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    "snapshot property " + RESUME + " holds no source offset: " + offsetJson, e);
        }
    }
}
