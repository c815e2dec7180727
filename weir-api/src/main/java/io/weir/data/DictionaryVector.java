package io.weir.data;

/**
 * Byte strings by code: value r is {@code dictionary[codes[r]]}. Codes of rows that are not null
 * are within the dictionary; codes of null rows are 0 (also when the dictionary is empty). The
 * dictionary has no nulls; it may hold values nobody uses and, after vectors were joined, equal
 * values under two codes. Many vectors may share one dictionary, which is then the same object.
 */
public final class DictionaryVector implements ColumnVector {

    private final BytesVector dictionary;
    private final int[] codes;
    private final int length;
    private final Validity validity;

    public DictionaryVector(BytesVector dictionary, int[] codes, int length, Validity validity) {
        this.dictionary = dictionary;
        this.codes = codes;
        this.length = length;
        this.validity = validity;
    }

    public BytesVector dictionary() {
        return dictionary;
    }

    public int[] codes() {
        return codes;
    }

    @Override
    public VectorKind kind() {
        return VectorKind.DICTIONARY;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Validity validity() {
        return validity;
    }

    /** The same values without a dictionary. */
    public BytesVector flatten() {
        int[] from = dictionary.offsets();
        int[] offsets = new int[length + 1];
        long total = 0;
        for (int row = 0; row < length; row++) {
            if (validity.isValid(row)) {
                total += from[codes[row] + 1] - from[codes[row]];
            }
            offsets[row + 1] = Math.toIntExact(total);
        }
        byte[] data = new byte[(int) total];
        for (int row = 0; row < length; row++) {
            int size = offsets[row + 1] - offsets[row];
            if (size > 0) {
                System.arraycopy(dictionary.data(), from[codes[row]], data, offsets[row], size);
            }
        }
        return new BytesVector(data, offsets, length, validity);
    }

    @Override
    public long memoryBytes() {
        return 4L * codes.length + length / 8 + dictionary.memoryBytes();
    }
}
