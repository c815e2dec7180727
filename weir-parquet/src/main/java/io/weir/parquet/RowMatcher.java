package io.weir.parquet;

import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Answers predicates from the statistics of row groups and, in those that are left, of pages.
 * Leaves rows out only if the statistics are certain.
 */
final class RowMatcher {

    private final ParquetFile file;
    private final RowType type;
    private final List<ReadPlan> plans;

    RowMatcher(ParquetFile file, RowType type, List<ReadPlan> plans) {
        this.file = file;
        this.type = type;
        this.plans = plans;
    }

    RowRanges matching(Predicate predicate) {
        List<FileFooter.StoredGroup> groups = file.footer().groups();
        RowRanges found = RowRanges.all(0);
        for (FileFooter.StoredGroup group : groups) {
            if (group.rowCount() > 0 && mayMatch(predicate, group)) {
                found = found.union(pages(predicate, group));
            }
        }
        return found;
    }

    private static RowRanges all(FileFooter.StoredGroup group) {
        return RowRanges.of(
                new long[] {group.firstRow()}, new long[] {group.firstRow() + group.rowCount()});
    }

    private boolean mayMatch(Predicate predicate, FileFooter.StoredGroup group) {
        if (predicate instanceof Predicate.And and) {
            return and.parts().stream().allMatch(part -> mayMatch(part, group));
        }
        if (predicate instanceof Predicate.Or or) {
            return or.parts().stream().anyMatch(part -> mayMatch(part, group));
        }
        return leafMayMatch(predicate, plan -> groupRange(plan, group));
    }

    /** Rows of a group that may match, by its pages. */
    private RowRanges pages(Predicate predicate, FileFooter.StoredGroup group) {
        if (predicate instanceof Predicate.And and) {
            RowRanges found = all(group);
            for (Predicate part : and.parts()) {
                found = found.intersect(pages(part, group));
            }
            return found;
        }
        if (predicate instanceof Predicate.Or or) {
            RowRanges found = RowRanges.all(0);
            for (Predicate part : or.parts()) {
                found = found.union(pages(part, group));
            }
            return found;
        }
        return mayMatch(predicate, group) ? leafPages(predicate, group) : RowRanges.all(0);
    }

    private static String column(Predicate leaf) {
        if (leaf instanceof Predicate.Compare compare) {
            return compare.column();
        }
        if (leaf instanceof Predicate.In in) {
            return in.column();
        }
        if (leaf instanceof Predicate.IsNull isNull) {
            return isNull.column();
        }
        if (leaf instanceof Predicate.IsNotNull isNotNull) {
            return isNotNull.column();
        }
        throw new IllegalArgumentException("not a leaf: " + leaf);
    }

    /** The plan of the column a leaf is about, null if there is none of that name. */
    private @Nullable ReadPlan plan(Predicate leaf) {
        int column = type.indexOf(column(leaf));
        return column < 0 ? null : plans.get(column);
    }

    private boolean leafMayMatch(Predicate leaf, Function<ReadPlan, ValueRange> ranges) {
        ReadPlan plan = plan(leaf);
        if (plan == null) {
            return true;
        }
        if (plan.missing()) {
            return leaf instanceof Predicate.IsNull;
        }
        if (!plan.flat()) {
            return true;
        }
        return mayMatch(leaf, ranges.apply(plan), (ScalarType) plan.type());
    }

    private static boolean mayMatch(Predicate leaf, ValueRange range, ScalarType type) {
        if (leaf instanceof Predicate.IsNull) {
            return range.mayHaveNull();
        }
        if (leaf instanceof Predicate.IsNotNull) {
            return !range.onlyNulls();
        }
        if (leaf instanceof Predicate.In in) {
            for (Object literal : in.literals()) {
                if (mayHave(range, Predicate.Comparison.EQUAL, literal, type)) {
                    return true;
                }
            }
            return false;
        }
        Predicate.Compare compare = (Predicate.Compare) leaf;
        return mayHave(range, compare.comparison(), compare.literal(), type);
    }

    private static boolean mayHave(
            ValueRange range, Predicate.Comparison comparison, Object literal, ScalarType type) {
        Object value = StoredBound.literal(literal, type);
        return value == null ? !range.onlyNulls() : range.mayHave(comparison, value);
    }

    private ValueRange groupRange(ReadPlan plan, FileFooter.StoredGroup group) {
        SchemaNode leaf = stored(plan);
        LeafShape shape = shape(plan);
        FileFooter.StoredChunk chunk = group.chunks().get(leaf.firstLeaf());
        Statistics statistics = chunk.meta().getStatistics();
        if (statistics == null) {
            return new ValueRange(null, null, -1, group.rowCount(), true);
        }
        byte[] min = null;
        byte[] max = null;
        if (file.footer().ordered(leaf.firstLeaf()) && StoredBound.ordered(leaf, shape)) {
            min = statistics.isSetMin_value() ? statistics.getMin_value() : null;
            max = statistics.isSetMax_value() ? statistics.getMax_value() : null;
        }
        return range(
                shape,
                min,
                max,
                leaf.definition() == 0
                        ? 0
                        : statistics.isSetNull_count() ? statistics.getNull_count() : -1,
                group.rowCount());
    }

    private static SchemaNode stored(ReadPlan plan) {
        SchemaNode node = plan.node();
        if (node == null) {
            throw new IllegalStateException("a missing column");
        }
        return node;
    }

    private static LeafShape shape(ReadPlan plan) {
        LeafShape shape = plan.shape();
        if (shape == null) {
            throw new IllegalStateException("a nested column");
        }
        return shape;
    }

    private ValueRange range(
            LeafShape shape,
            byte @Nullable [] min,
            byte @Nullable [] max,
            long nullCount,
            long rowCount) {
        boolean floating = shape.physical() == Type.FLOAT || shape.physical() == Type.DOUBLE;
        Object least = StoredBound.decode(min, shape);
        Object greatest = StoredBound.decode(max, shape);
        // Our own writer gives no bounds when it saw a NaN; others leave it out of them.
        boolean nan = floating && (file.seal() == null || least == null || greatest == null);
        return new ValueRange(least, greatest, nullCount, rowCount, nan);
    }

    private RowRanges leafPages(Predicate leaf, FileFooter.StoredGroup group) {
        ReadPlan plan = plan(leaf);
        if (plan == null || plan.missing() || !plan.flat()) {
            return all(group);
        }
        SchemaNode node = stored(plan);
        FileFooter.StoredChunk chunk = group.chunks().get(node.firstLeaf());
        OffsetIndex places = file.offsetIndex(chunk, group.rowCount());
        ColumnIndex index = places == null ? null : file.columnIndex(chunk);
        if (places == null || index == null || !fits(index, places)) {
            return all(group);
        }
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        List<PageLocation> pages = places.getPage_locations();
        for (int page = 0; page < pages.size(); page++) {
            long start = pages.get(page).getFirst_row_index();
            long end =
                    page + 1 < pages.size()
                            ? pages.get(page + 1).getFirst_row_index()
                            : group.rowCount();
            ValueRange range = pageRange(node, shape(plan), index, page, end - start);
            if (mayMatch(leaf, range, (ScalarType) plan.type())) {
                starts.add(group.firstRow() + start);
                ends.add(group.firstRow() + end);
            }
        }
        return RowRanges.of(array(starts), array(ends));
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean fits(ColumnIndex index, OffsetIndex places) {
        int pages = places.getPage_locations().size();
        return index.getNull_pages().size() == pages
                && index.getMin_values().size() == pages
                && index.getMax_values().size() == pages
                && (!index.isSetNull_counts() || index.getNull_counts().size() == pages)
                && pages > 0;
    }

    private ValueRange pageRange(
            SchemaNode leaf, LeafShape shape, ColumnIndex index, int page, long rows) {
        if (index.getNull_pages().get(page)) {
            return new ValueRange(null, null, rows, rows, false);
        }
        boolean ordered =
                file.footer().ordered(leaf.firstLeaf()) && StoredBound.ordered(leaf, shape);
        long nulls =
                leaf.definition() == 0
                        ? 0
                        : index.isSetNull_counts() ? index.getNull_counts().get(page) : -1;
        return range(
                shape,
                ordered ? bytes(index.getMin_values().get(page)) : null,
                ordered ? bytes(index.getMax_values().get(page)) : null,
                // A page that is not all null has a value, whatever its count says.
                nulls >= rows ? -1 : nulls,
                rows);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
