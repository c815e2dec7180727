package io.weir.data;

/**
 * Row numbers of a batch, ascending, each once.
 *
 * <p>{@code rows} is at least {@code count} long and is kept, not copied.
 */
public final class Selection {

    private final int[] rows;
    private final int count;

    public Selection(int[] rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    /** Rows 0 to {@code count - 1}. */
    public static Selection all(int count) {
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) {
            rows[row] = row;
        }
        return new Selection(rows, count);
    }

    public int[] rows() {
        return rows;
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
