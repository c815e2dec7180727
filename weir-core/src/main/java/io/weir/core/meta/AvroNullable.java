package io.weir.core.meta;

import io.weir.core.codec.ByteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes fields whose type is a union with null first: the branch, then the value if any. */
final class AvroNullable {

    private AvroNullable() {}

    static void writeLong(ByteWriter target, @Nullable Long value) {
        target.writeLong(value == null ? 0 : 1);
        if (value != null) {
            target.writeLong(value);
        }
    }

    static void writeInt(ByteWriter target, @Nullable Integer value) {
        target.writeLong(value == null ? 0 : 1);
        if (value != null) {
            target.writeLong(value);
        }
    }

    static void writeBytes(ByteWriter target, byte @Nullable [] value) {
        target.writeLong(value == null ? 0 : 1);
        if (value != null) {
            target.writeBytes(value);
        }
    }

    static void writeText(ByteWriter target, @Nullable String value) {
        target.writeLong(value == null ? 0 : 1);
        if (value != null) {
            target.writeText(value);
        }
    }

    static void writeTexts(ByteWriter target, @Nullable List<String> values) {
        target.writeLong(values == null ? 0 : 1);
        if (values != null) {
            AvroTexts.write(target, values);
        }
    }
}
