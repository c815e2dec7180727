package io.weir.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.data.LongVector;
import io.weir.data.Validity;
import io.weir.parquet.encoding.MalformedException;
import io.weir.type.DataType;
import java.util.Arrays;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** Stored values at the ends of what a type holds. */
final class LeafValuesTest {

    private static final long DAY_MILLIS = 86_400_000L;

    @Test
    void millisecondsThatHaveNoMicrosecondsAreAnError() {
        LeafShape shape = timestamps(LeafShape.Form.NUMBERS, Type.INT64);
        long most = Long.MAX_VALUE / 1000 - 1;
        assertArrayEquals(
                new long[] {most * 1000, -most * 1000, 0},
                longs(LeafValues.numbers(shape, new long[] {most, -most, 0}, 3, Validity.ALL)));
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, most + 2, -most - 2}) {
            MalformedException error =
                    assertThrows(
                            MalformedException.class,
                            () ->
                                    LeafValues.numbers(
                                            shape, new long[] {1, value}, 2, Validity.ALL));
            assertTrue(error.getMessage().contains("value " + value), error.getMessage());
        }
    }

    @Test
    void daysOfTwelveBytesThatHaveNoMicrosecondsAreAnError() {
        LeafShape shape = timestamps(LeafShape.Form.WIDES, Type.INT96);
        long far = 0xFFFFFFFFL * DAY_MILLIS;
        assertArrayEquals(
                new long[] {DAY_MILLIS * 1000 + 7},
                longs(
                        LeafValues.wides(
                                shape,
                                new long[] {DAY_MILLIS},
                                new long[] {7_999},
                                1,
                                Validity.ALL)));
        assertThrows(
                MalformedException.class,
                () -> LeafValues.wides(shape, new long[] {far}, new long[] {0}, 1, Validity.ALL));
    }

    private static LeafShape timestamps(LeafShape.Form form, Type physical) {
        return new LeafShape(form, physical, 12, DataType.timestamp(6), DAY_MILLIS, false);
    }

    private static long[] longs(io.weir.data.ColumnVector vector) {
        return Arrays.copyOf(((LongVector) vector).values(), vector.length());
    }
}
