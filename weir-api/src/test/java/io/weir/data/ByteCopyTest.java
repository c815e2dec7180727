package io.weir.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ByteCopyTest {

    @Test
    void exactlyTheStringIsCopiedWhateverItsLength() {
        byte[] source = new byte[100];
        for (int index = 0; index < source.length; index++) {
            source[index] = (byte) (index + 1);
        }
        for (int length = 0; length <= 64; length++) {
            for (int from = 0; from < 20; from++) {
                byte[] target = new byte[90];
                byte[] expected = new byte[90];
                System.arraycopy(source, from, expected, 7, length);
                ByteCopy.copy(source, from, target, 7, length);
                assertArrayEquals(expected, target);
            }
        }
    }

    @Test
    void rangeOutsideAnArrayIsRefused() {
        for (int length : new int[] {1, 5, 9, 60}) {
            byte[] whole = new byte[length];
            byte[] tooShort = new byte[length - 1];
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> ByteCopy.copy(whole, 0, tooShort, 0, length));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> ByteCopy.copy(tooShort, 0, whole, 0, length));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> ByteCopy.copy(whole, -1, whole.clone(), 0, length));
        }
    }
}
