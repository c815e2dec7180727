package io.weir.cdc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The engine's offset store whose truth is the lake: at start it answers with the offset found in
 * snapshot properties, later with what it was told last, which it forgets when the engine ends,
 * since commits have written it already. The engine makes it by its class name, so the offset waits
 * under the job's name.
 */
public final class LakeOffsets implements OffsetBackingStore {

    private static final Map<String, String> START = new ConcurrentHashMap<>();
    // The engine reads back what it stored to tell the source what may be forgotten.
    private final Map<ByteBuffer, ByteBuffer> stored = new ConcurrentHashMap<>();
    private @Nullable String job;

    /** Leaves the offset, as JSON, for the job that is about to start; null for none. */
    static void prepare(String job, @Nullable String offsetJson) {
        if (offsetJson == null) {
            START.remove(job);
        } else {
            START.put(job, offsetJson);
        }
    }

    @Override
    public void configure(WorkerConfig config) {
        job = String.valueOf(config.originals().get("name"));
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        String offset = job == null ? null : START.get(job);
        for (ByteBuffer key : keys) {
            ByteBuffer last = stored.get(key);
            if (last != null) {
                found.put(key, last.duplicate());
            } else if (offset != null) {
                found.put(key, ByteBuffer.wrap(offset.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, @Nullable Callback<Void> callback) {
        values.forEach(
                (key, value) -> {
                    if (key != null && value != null) {
                        stored.put(key.duplicate(), value.duplicate());
                    }
                });
        CompletableFuture<Void> done = new CompletableFuture<>();
        done.complete(null);
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return done;
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
