package io.weir.parquet;

/**
 * Level entries of a node while nested values are cut into levels.
 *
 * @param rows row of the node's vector, or -1 where a value further out is null or empty, so that
 *     the entry only says so
 * @param definitions how many of the nodes from the top down that may be missing are there
 * @param repetitions at which repeated node the entry goes on; 0 starts a row
 * @param count entries
 */
record Slots(int[] rows, byte[] definitions, byte[] repetitions, int count) {

    /** Entries of a top-level column. */
    static Slots ofRows(int from, int count) {
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) {
            rows[row] = from + row;
        }
        return new Slots(rows, new byte[count], new byte[count], count);
    }

    /** The entries below a node that may be null: one definition more where it is not. */
    Slots below(io.weir.data.ColumnVector vector) {
        int[] newRows = rows.clone();
        byte[] newDefinitions = definitions.clone();
        for (int slot = 0; slot < count; slot++) {
            if (rows[slot] >= 0) {
                if (vector.isNull(rows[slot])) {
                    newRows[slot] = -1;
                } else {
                    newDefinitions[slot]++;
                }
            }
        }
        return new Slots(newRows, newDefinitions, repetitions, count);
    }

    /**
     * The entries of what a repeated node holds: one for each element, one for an empty list.
     *
     * @param offsets of the list vector
     * @param repetition level of the repeated node
     */
    Slots repeated(int[] offsets, int repetition) {
        int total = 0;
        for (int slot = 0; slot < count; slot++) {
            int row = rows[slot];
            total =
                    Math.addExact(
                            total, row < 0 ? 1 : Math.max(1, offsets[row + 1] - offsets[row]));
        }
        int[] newRows = new int[total];
        byte[] newDefinitions = new byte[total];
        byte[] newRepetitions = new byte[total];
        int at = 0;
        for (int slot = 0; slot < count; slot++) {
            int row = rows[slot];
            newRepetitions[at] = repetitions[slot];
            if (row < 0 || offsets[row] == offsets[row + 1]) {
                newRows[at] = -1;
                newDefinitions[at++] = definitions[slot];
                continue;
            }
            for (int element = offsets[row]; element < offsets[row + 1]; element++) {
                if (element > offsets[row]) {
                    newRepetitions[at] = (byte) repetition;
                }
                newRows[at] = element;
                newDefinitions[at++] = (byte) (definitions[slot] + 1);
            }
        }
        return new Slots(newRows, newDefinitions, newRepetitions, total);
    }
}
