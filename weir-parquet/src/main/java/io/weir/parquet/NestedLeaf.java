package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.parquet.encoding.MalformedException;
import java.util.Arrays;

/**
 * The levels and values of a nested column's leaf, for the rows of one batch.
 *
 * <p>Entries are kept with both levels. Values are kept one for each entry at which the innermost
 * repeated node above has an element, null where the rest of the way is not there.
 */
final class NestedLeaf {

    private static final int JUMP_ROWS = 4096;

    private final ChunkCursor leaf;
    private final int definitionMax;

    /** Definition level from which an entry has a value or a null of its own. */
    private final int slotDefinition;

    private final LeafOutput output;

    private int[] definitions = new int[0];
    private int[] repetitions = new int[0];
    private int count;

    private long groupRows;
    private long rowsBegun;
    private int slot;
    private int value;
    private int pageSlots;

    NestedLeaf(ChunkCursor leaf, int definitionMax, int slotDefinition) {
        this.leaf = leaf;
        this.definitionMax = definitionMax;
        this.slotDefinition = slotDefinition;
        this.output = new LeafOutput(leaf.shape(), leaf.batchBytesMax());
    }

    ChunkCursor cursor() {
        return leaf;
    }

    int count() {
        return count;
    }

    int[] definitions() {
        return definitions;
    }

    int[] repetitions() {
        return repetitions;
    }

    ColumnVector values() {
        return output.finish();
    }

    void startGroup(long rows) {
        groupRows = rows;
        rowsBegun = 0;
        slot = 0;
        value = 0;
        pageSlots = 0;
    }

    void begin(int rows) {
        count = 0;
        output.begin(rows);
    }

    /** Consumes rows and keeps all of them, or those at {@code selected[first + i] - shift}. */
    void read(
            int span,
            int @org.jspecify.annotations.Nullable [] selected,
            int first,
            int chosen,
            int shift) {
        int row = -1;
        int next = first;
        boolean keep = false;
        while (true) {
            if (slot == pageSlots) {
                if (rowsBegun == groupRows && !leaf.morePages()) {
                    break;
                }
                nextPage();
                continue;
            }
            LeafPage page = leaf.page();
            if (page.repetitions[slot] == 0) {
                if (++row == span) {
                    return;
                }
                rowsBegun++;
                if (rowsBegun > groupRows) {
                    throw new MalformedException("more than " + groupRows + " rows");
                }
                keep = selected == null || (next < first + chosen && selected[next] - shift == row);
                next += keep ? 1 : 0;
            } else if (row < 0 && count == 0 && rowsBegun == 0) {
                throw new MalformedException("a row group that starts inside a row");
            }
            int from = slot;
            int end = endOfRow(page);
            if (keep) {
                keep(page, from, end);
            } else {
                for (int at = from; at < end; at++) {
                    value += page.definitions[at] == definitionMax ? 1 : 0;
                }
            }
            slot = end;
        }
        if (row + 1 != span) {
            throw new MalformedException((row + 1) + " rows where " + span + " should be");
        }
    }

    private int endOfRow(LeafPage page) {
        int end = slot + 1;
        while (end < pageSlots && page.repetitions[end] != 0) {
            end++;
        }
        return end;
    }

    private void keep(LeafPage page, int from, int end) {
        int added = end - from;
        if (count + added > definitions.length) {
            int length = Math.max(count + added, Math.max(64, definitions.length * 2));
            definitions = Arrays.copyOf(definitions, length);
            repetitions = Arrays.copyOf(repetitions, length);
        }
        System.arraycopy(page.definitions, from, definitions, count, added);
        System.arraycopy(page.repetitions, from, repetitions, count, added);
        count += added;
        int at = from;
        while (at < end) {
            int run = at;
            while (run < end && page.definitions[run] == definitionMax) {
                run++;
            }
            if (run > at) {
                output.room(run - at);
                output.append(page, value, run - at);
                value += run - at;
                at = run;
            } else {
                if (page.definitions[at] >= slotDefinition) {
                    output.appendNull();
                }
                at++;
            }
        }
    }

    private void nextPage() {
        pageSlots = leaf.nextPage().valueCount();
        leaf.decode();
        slot = 0;
        value = 0;
    }

    /** Passes over rows. */
    void skip(long rows) {
        long left = rows;
        if (left >= JUMP_ROWS) {
            long target = rowsBegun + left;
            long reached = leaf.jump(target, -1);
            if (reached >= 0) {
                left = target - reached;
                rowsBegun = reached;
                slot = 0;
                pageSlots = 0;
                value = 0;
            }
        }
        while (left > 0) {
            int step = (int) Math.min(left, 1 << 20);
            read(step, NONE, 0, 0, 0);
            left -= step;
        }
    }

    private static final int[] NONE = new int[0];
}
