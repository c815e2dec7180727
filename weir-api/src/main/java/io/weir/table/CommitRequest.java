package io.weir.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything one commit is made of.
 *
 * @param identifier which of the user's commits; increases from commit to commit of a streaming
 *     job; {@link Long#MAX_VALUE} for batch
 * @param messages from all writers
 * @param watermark event time, or null
 * @param properties stored with the snapshot, such as source offsets
 * @param createEmpty whether a snapshot is made even when no message holds a file
 */
public record CommitRequest(
        long identifier,
        List<CommitMessage> messages,
        @Nullable Long watermark,
        Map<String, String> properties,
        boolean createEmpty) {

    public CommitRequest {
        messages = List.copyOf(messages);
        properties = Map.copyOf(properties);
    }

    /**
     * A batch commit: identifier {@link Long#MAX_VALUE}, no snapshot when there is nothing to
     * commit.
     */
    public static CommitRequest batch(List<CommitMessage> messages) {
        return new CommitRequest(Long.MAX_VALUE, messages, null, Map.of(), false);
    }

    /** A streaming commit. */
    public static CommitRequest of(long identifier, List<CommitMessage> messages) {
        return new CommitRequest(identifier, messages, null, Map.of(), true);
    }
}
