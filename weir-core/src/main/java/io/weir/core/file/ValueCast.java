package io.weir.core.file;

import io.weir.data.Cells;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.type.DataType;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Casts of single values, as columns of data files are cast when their type changed: for what is
 * told about tables, not for their rows.
 */
public final class ValueCast {

    private ValueCast() {}

    /**
     * A value of one type as a value of another.
     *
     * @param value as {@link io.weir.data.Row} has it
     * @param zone of instants when they are told as wall clocks
     * @throws InvalidRequestException there is no such cast, or the text cannot be parsed
     */
    public static @Nullable Object of(
            @Nullable Object value, DataType from, DataType to, ZoneId zone) {
        if (value == null) {
            return null;
        }
        Conversion conversion = Casts.of(from, to, zone);
        return Cells.value(conversion.apply(VectorBuilder.constant(from, value, 1)), to, 0);
    }
}
