package io.weir.data;

/** What a row of a changelog does. The ordinal is the byte in files. */
public enum RowKind {
    INSERT("+I"),
    UPDATE_BEFORE("-U"),
    UPDATE_AFTER("+U"),
    DELETE("-D");

    private final String shortText;

    RowKind(String shortText) {
        this.shortText = shortText;
    }

    /** {@code +I}, {@code -U}, {@code +U} or {@code -D}. */
    public String shortText() {
        return shortText;
    }

    /** The byte of this kind in data files and batches. */
    public byte code() {
        return (byte) ordinal();
    }

    /** Whether a byte means the row is taken back: update-before or delete. */
    public static boolean isRetract(byte code) {
        return (code & 1) != 0;
    }

    /** The kind of a byte 0..3. */
    public static RowKind of(byte code) {
        return switch (code) {
            case 0 -> INSERT;
            case 1 -> UPDATE_BEFORE;
            case 2 -> UPDATE_AFTER;
            case 3 -> DELETE;
            default -> throw new IllegalArgumentException("row kind " + code);
        };
    }
}
