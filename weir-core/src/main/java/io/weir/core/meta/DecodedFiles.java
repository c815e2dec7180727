package io.weir.core.meta;

import io.weir.storage.Location;
import io.weir.table.TableSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog decoded last from small files of one kind, found again by their bytes: a table may
 * be dropped and another one made in its place, so a location alone does not tell. Safe for many
 * threads.
 *
 * @param <T> what the files hold, never changed
 */
public final class DecodedFiles<T> {

    private static final int FILES_MAX = 256;
    private static final int FILE_BYTES_MAX = 64 << 10;

    /** Makes what a file holds out of its bytes. */
    interface Decoder<T> {
        /**
         * @param location for messages
         * @throws io.weir.error.CorruptFileException the bytes are no such file
         */
        T decode(byte[] bytes, String location);
    }

    /** A file as it was when it was decoded. */
    private record Decoded<T>(byte[] bytes, T content) {}

    private final Decoder<T> decoder;
    private final Map<String, Decoded<T>> decoded = new LinkedHashMap<>(64, 0.75f, true);

    private DecodedFiles(Decoder<T> decoder) {
        this.decoder = decoder;
    }

    public static DecodedFiles<TableSchema> schemas() {
        return new DecodedFiles<>(SchemaJson::decode);
    }

    public static DecodedFiles<SnapshotMeta> snapshots() {
        return new DecodedFiles<>(SnapshotJson::decode);
    }

    /**
     * What a file holds.
     *
     * @throws io.weir.error.CorruptFileException the bytes are no such file
     */
    T decode(byte[] bytes, Location location) {
        String name = location.toString();
        Decoded<T> last = find(name);
        if (last != null && Arrays.equals(last.bytes(), bytes)) {
            return last.content();
        }
        T content = decoder.decode(bytes, name);
        if (bytes.length <= FILE_BYTES_MAX) {
            keep(name, new Decoded<>(bytes, content));
        }
        return content;
    }

    private synchronized @Nullable Decoded<T> find(String location) {
        return decoded.get(location);
    }

    private synchronized void keep(String location, Decoded<T> file) {
        decoded.put(location, file);
        if (decoded.size() > FILES_MAX) {
            decoded.remove(decoded.keySet().iterator().next());
        }
    }
}
