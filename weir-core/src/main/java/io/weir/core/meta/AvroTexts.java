package io.weir.core.meta;

import io.weir.core.codec.AvroFileReader;
import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays of strings in manifests. Nearly all entries of a manifest have the same column names, so
 * the bytes of the last array are kept and its list is given back when they come again.
 */
final class AvroTexts {

    private static final byte[] NOTHING = {0};

    private byte[] lastBytes = NOTHING;
    private List<String> last = List.of();

    List<String> read(ByteReader source) {
        if (source.skipIfEqual(NOTHING)) {
            return List.of();
        }
        if (source.skipIfEqual(lastBytes)) {
            return last;
        }
        int from = source.position();
        List<String> values = new ArrayList<>();
        for (int left = AvroFileReader.blockLength(source);
                left > 0;
                left = AvroFileReader.blockLength(source)) {
            for (int item = 0; item < left; item++) {
                values.add(source.readText());
            }
        }
        lastBytes = source.since(from);
        last = List.copyOf(values);
        return last;
    }

    static void write(ByteWriter target, List<String> values) {
        if (!values.isEmpty()) {
            target.writeTexts(values);
        }
        target.writeLong(0);
    }
}
