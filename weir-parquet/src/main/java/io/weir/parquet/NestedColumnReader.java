package io.weir.parquet;

import io.weir.data.ArrayVector;
import io.weir.data.ColumnVector;
import io.weir.data.MapVector;
import io.weir.data.RowVector;
import io.weir.data.Validity;
import io.weir.data.VectorBuilder;
import io.weir.parquet.encoding.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A nested column: gathers the levels of its leaves for the rows of a batch and builds the vectors
 * from them.
 *
 * <p>A node has a place at those entries of any leaf below it that do not repeat further in than
 * the node and at which all repeated nodes above have an element.
 */
final class NestedColumnReader implements ColumnReader {

    private final ReadPlan plan;
    private final List<NestedLeaf> leaves = new ArrayList<>();
    private int rowCount;

    NestedColumnReader(ParquetFile file, ReadPlan plan, PageMemory memory) {
        this.plan = plan;
        open(file, plan, memory);
    }

    private void open(ParquetFile file, ReadPlan node, PageMemory memory) {
        SchemaNode stored = node.node();
        LeafShape shape = node.shape();
        if (stored != null && shape != null) {
            ChunkCursor cursor = new ChunkCursor(file, stored, shape, true, memory);
            leaves.add(new NestedLeaf(cursor, stored.definition(), node.slotDefinition()));
        }
        for (ReadPlan child : node.children()) {
            open(file, child, memory);
        }
    }

    @Override
    public List<ChunkCursor> leaves() {
        return leaves.stream().map(NestedLeaf::cursor).toList();
    }

    @Override
    public void startGroup(FileFooter.StoredGroup group, List<@Nullable PageStream> streams) {
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            leaves.get(leaf).cursor().startGroup(group, streams.get(leaf));
            leaves.get(leaf).startGroup(group.rowCount());
        }
    }

    @Override
    public void begin(int count) {
        rowCount = 0;
        for (NestedLeaf leaf : leaves) {
            leaf.begin(count);
        }
    }

    @Override
    public void read(int span) {
        rowCount += span;
        for (NestedLeaf leaf : leaves) {
            leaf.read(span, null, 0, 0, 0);
        }
    }

    @Override
    public void read(int span, int[] selected, int first, int count, int shift) {
        rowCount += count;
        for (NestedLeaf leaf : leaves) {
            leaf.read(span, selected, first, count, shift);
        }
    }

    @Override
    public void skip(long rows) {
        for (NestedLeaf leaf : leaves) {
            leaf.skip(rows);
        }
    }

    @Override
    public ColumnVector finish() {
        int[] next = {0};
        ColumnVector vector = build(plan, rowCount, next);
        if (vector.length() != rowCount) {
            throw new MalformedException(vector.length() + " values in " + rowCount + " rows");
        }
        return vector;
    }

    /**
     * Builds the vector of a node.
     *
     * @param places how many it must have
     * @param next number of the first leaf below it; moved past the last one
     */
    private ColumnVector build(ReadPlan node, int places, int[] next) {
        ColumnVector vector =
                switch (node.kind()) {
                    case MISSING -> VectorBuilder.nulls(node.type(), places);
                    case LEAF -> leaves.get(next[0]++).values();
                    case ARRAY, MAP -> repeated(node, places, next);
                    case ROW -> row(node, places, next);
                };
        if (vector.length() != places) {
            throw new MalformedException(
                    "node of type "
                            + node.type()
                            + " has "
                            + vector.length()
                            + " values for "
                            + places
                            + " places");
        }
        return vector;
    }

    private ColumnVector row(ReadPlan node, int places, int[] next) {
        NestedLeaf first = firstLeaf(next);
        long[] valid = new long[Validity.wordCount(places) + 1];
        int place = 0;
        int present = 0;
        for (int entry = 0; entry < first.count(); entry++) {
            int definition = first.definitions()[entry];
            if (first.repetitions()[entry] <= node.repetition()
                    && definition >= node.slotDefinition()) {
                checkPlaces(place, places);
                if (definition >= node.definition()) {
                    valid[place >>> 6] |= 1L << place;
                    present++;
                }
                place++;
            }
        }
        ColumnVector[] children = new ColumnVector[node.children().size()];
        for (int field = 0; field < children.length; field++) {
            children[field] = build(node.children().get(field), places, next);
        }
        return new RowVector(children, place, present == place ? Validity.ALL : Validity.of(valid));
    }

    private NestedLeaf firstLeaf(int[] next) {
        return leaves.get(next[0]);
    }

    private static void checkPlaces(int place, int places) {
        if (place >= places) {
            throw new MalformedException("more than " + places + " values");
        }
    }

    private ColumnVector repeated(ReadPlan node, int places, int[] next) {
        NestedLeaf first = firstLeaf(next);
        long[] valid = new long[Validity.wordCount(places) + 1];
        int[] offsets = new int[places + 1];
        int place = 0;
        int present = 0;
        int elements = 0;
        for (int entry = 0; entry < first.count(); entry++) {
            int definition = first.definitions()[entry];
            int repetition = first.repetitions()[entry];
            if (definition < node.slotDefinition()) {
                continue;
            }
            if (repetition <= node.repetition()) {
                checkPlaces(place, places);
                offsets[place] = elements;
                if (definition >= node.definition()) {
                    valid[place >>> 6] |= 1L << place;
                    present++;
                }
                place++;
            }
            if (repetition <= node.repetition() + 1 && definition >= node.elementDefinition()) {
                elements++;
            }
        }
        Arrays.fill(offsets, place, places + 1, elements);
        Validity validity = present == place ? Validity.ALL : Validity.of(valid);
        ColumnVector inner = build(node.children().get(0), elements, next);
        if (node.kind() == ReadPlan.Kind.ARRAY) {
            return new ArrayVector(offsets, inner, place, validity);
        }
        ColumnVector values = build(node.children().get(1), elements, next);
        return new MapVector(offsets, inner, values, place, validity);
    }
}
