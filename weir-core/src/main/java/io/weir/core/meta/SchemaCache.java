package io.weir.core.meta;

import io.weir.storage.Location;
import io.weir.table.TableSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schemas a catalog decoded last, found again by their file's bytes: a table may be dropped and
 * another one made in its place, so a location alone does not tell. Safe for many threads.
 */
public final class SchemaCache {

    private static final int FILES_MAX = 256;
    private static final int FILE_BYTES_MAX = 64 << 10;

    /** A file as it was when it was decoded. */
    private record Decoded(byte[] bytes, TableSchema schema) {}

    private final Map<String, Decoded> decoded = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * The schema of a file.
     *
     * @throws io.weir.error.CorruptFileException the bytes are no schema
     */
    TableSchema decode(byte[] bytes, Location location) {
        Decoded last = find(location);
        if (last != null && Arrays.equals(last.bytes(), bytes)) {
            return last.schema();
        }
        TableSchema schema = SchemaJson.decode(bytes, location.toString());
        if (bytes.length <= FILE_BYTES_MAX) {
            keep(location, new Decoded(bytes, schema));
        }
        return schema;
    }

    private synchronized @Nullable Decoded find(Location location) {
        return decoded.get(location.toString());
    }

    private synchronized void keep(Location location, Decoded file) {
        decoded.put(location.toString(), file);
        if (decoded.size() > FILES_MAX) {
            decoded.remove(decoded.keySet().iterator().next());
        }
    }
}
