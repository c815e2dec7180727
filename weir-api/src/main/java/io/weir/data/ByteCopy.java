package io.weir.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies byte strings, most of which are short: then the call of {@link System#arraycopy} costs
 * more than the copy.
 */
public final class ByteCopy {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Longer strings are left to the JVM. */
    private static final int SHORT_MAX = 48;

    private ByteCopy() {}

    /**
     * Copies {@code source[from .. from + length)} to {@code target[to .. to + length)} and touches
     * no other byte of it. The two must not be the same array.
     *
     * @throws IndexOutOfBoundsException a range is outside its array
     */
    public static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length >= Long.BYTES && length <= SHORT_MAX) {
            int last = length - Long.BYTES;
            for (int done = 0; done < last; done += Long.BYTES) {
                LONG.set(target, to + done, (long) LONG.get(source, from + done));
            }
            // The last eight bytes, some of them a second time.
            LONG.set(target, to + last, (long) LONG.get(source, from + last));
        } else if (length >= Integer.BYTES && length < Long.BYTES) {
            int last = length - Integer.BYTES;
            INT.set(target, to, (int) INT.get(source, from));
            INT.set(target, to + last, (int) INT.get(source, from + last));
        } else {
            System.arraycopy(source, from, target, to, length);
        }
    }
}
