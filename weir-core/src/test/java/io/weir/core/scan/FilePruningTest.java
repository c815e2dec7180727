package io.weir.core.scan;

import static io.weir.predicate.Predicate.Comparison.EQUAL;
import static io.weir.predicate.Predicate.Comparison.GREATER;
import static io.weir.predicate.Predicate.Comparison.GREATER_OR_EQUAL;
import static io.weir.predicate.Predicate.Comparison.LESS;
import static io.weir.predicate.Predicate.Comparison.LESS_OR_EQUAL;
import static io.weir.predicate.Predicate.Comparison.NOT_EQUAL;
import static io.weir.predicate.Predicate.Comparison.STARTS_WITH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.BucketFunction;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.SimpleStats;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.option.BucketOptions;
import io.weir.predicate.Predicate;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilePruningTest {

    private static final byte[] NO_PARTITION = BinaryRowWriter.serialize(RowType.of());

    private static TableSchema schema(long id, Field... fields) {
        return new TableSchema(id, List.of(fields), 99, List.of(), List.of(), Map.of(), null, 0);
    }

    /** Whether a file with one column and these bounds is kept. */
    private static boolean keeps(
            DataType type,
            @Nullable Object min,
            @Nullable Object max,
            long nulls,
            Predicate predicate) {
        TableSchema schema = schema(0, Field.of(0, "c", type));
        return keeps(schema, schema, min, max, nulls, predicate);
    }

    private static boolean keeps(
            TableSchema table,
            TableSchema written,
            @Nullable Object min,
            @Nullable Object max,
            long nulls,
            Predicate predicate) {
        SimpleStats stats =
                new SimpleStats(
                        BinaryRowWriter.serialize(written.rowType(), min),
                        BinaryRowWriter.serialize(written.rowType(), max),
                        new long[] {nulls});
        ManifestEntry entry =
                new ManifestEntry(
                        true,
                        NO_PARTITION,
                        0,
                        -1,
                        Entries.file(
                                "f.parquet",
                                0,
                                1,
                                10,
                                NO_PARTITION,
                                NO_PARTITION,
                                Entries.NO_STATS,
                                stats,
                                null,
                                0L));
        return new FilePruning(table, id -> written, predicate).rowsMayMatch(entry);
    }

    private static Predicate compare(Predicate.Comparison comparison, Object literal) {
        return new Predicate.Compare("c", comparison, literal);
    }

    private static boolean ints(Predicate.Comparison comparison, int literal) {
        return keeps(DataType.integer(), 10, 20, 0, compare(comparison, literal));
    }

    @Test
    void comparisonsKeepExactlyTheFilesWhoseBoundsAllowThem() {
        assertTrue(ints(EQUAL, 10));
        assertTrue(ints(EQUAL, 20));
        assertFalse(ints(EQUAL, 9));
        assertFalse(ints(EQUAL, 21));
        assertFalse(ints(LESS, 10));
        assertTrue(ints(LESS, 11));
        assertTrue(ints(LESS_OR_EQUAL, 10));
        assertFalse(ints(LESS_OR_EQUAL, 9));
        assertFalse(ints(GREATER, 20));
        assertTrue(ints(GREATER, 19));
        assertTrue(ints(GREATER_OR_EQUAL, 20));
        assertFalse(ints(GREATER_OR_EQUAL, 21));
        assertTrue(ints(NOT_EQUAL, 15));
        assertFalse(keeps(DataType.integer(), 5, 5, 0, compare(NOT_EQUAL, 5)));
    }

    @Test
    void nullsAreFoundByTheirCount() {
        Predicate isNull = new Predicate.IsNull("c");
        Predicate isNotNull = new Predicate.IsNotNull("c");
        assertFalse(keeps(DataType.integer(), 1, 2, 0, isNull));
        assertTrue(keeps(DataType.integer(), 1, 2, 3, isNull));
        assertTrue(keeps(DataType.integer(), null, null, -1, isNull));
        assertFalse(keeps(DataType.integer(), null, null, 10, isNotNull));
        assertTrue(keeps(DataType.integer(), null, null, -1, isNotNull));
        assertFalse(keeps(DataType.integer(), null, null, 10, compare(EQUAL, 1)));
        assertTrue(keeps(DataType.integer(), null, null, 9, compare(EQUAL, 1)));
    }

    @Test
    void cutStringsStillBound() {
        assertTrue(keeps(DataType.string(), "abc", "abd", 0, compare(EQUAL, "abcdef")));
        assertFalse(keeps(DataType.string(), "abc", "abd", 0, compare(EQUAL, "abe")));
        assertTrue(keeps(DataType.string(), "abc", "abd", 0, compare(STARTS_WITH, "ab")));
        assertTrue(keeps(DataType.string(), "abc", "abd", 0, compare(STARTS_WITH, "abcx")));
        assertFalse(keeps(DataType.string(), "abc", "abd", 0, compare(STARTS_WITH, "b")));
        assertFalse(keeps(DataType.string(), "abc", "abd", 0, compare(STARTS_WITH, "aa")));
        assertTrue(keeps(DataType.string(), "ä", "ü", 0, compare(EQUAL, "ö")));
    }

    @Test
    void zerosAreEqualAndNanIsAboveAll() {
        assertTrue(keeps(DataType.doubling(), 0.0, 1.0, 0, compare(EQUAL, -0.0)));
        assertTrue(keeps(DataType.doubling(), 0.0, Double.NaN, 0, compare(GREATER, 1e300)));
        assertTrue(keeps(DataType.floating(), 1f, 2f, 0, compare(EQUAL, 1.5f)));
    }

    @Test
    void otherTypesCompareByValue() {
        assertTrue(
                keeps(
                        DataType.decimal(30, 2),
                        new BigDecimal("1.00"),
                        new BigDecimal("2.00"),
                        0,
                        compare(EQUAL, new BigDecimal("1.5"))));
        assertFalse(
                keeps(
                        DataType.decimal(10, 2),
                        new BigDecimal("1.00"),
                        new BigDecimal("2.00"),
                        0,
                        compare(GREATER, new BigDecimal("2.00"))));
        LocalDateTime time = LocalDateTime.of(2024, 1, 1, 0, 0, 0, 123_456_789);
        assertTrue(keeps(DataType.timestamp(9), time, time, 0, compare(EQUAL, time)));
        assertFalse(keeps(DataType.timestamp(9), time, time, 0, compare(EQUAL, time.plusNanos(1))));
    }

    @Test
    void orAndInKeepWhatAnyPartKeeps() {
        assertFalse(
                keeps(
                        DataType.integer(),
                        10,
                        20,
                        0,
                        Predicate.or(compare(LESS, 5), compare(GREATER, 25))));
        assertTrue(
                keeps(
                        DataType.integer(),
                        10,
                        20,
                        0,
                        Predicate.or(compare(LESS, 5), compare(GREATER, 15))));
        assertFalse(keeps(DataType.integer(), 10, 20, 0, new Predicate.In("c", List.of(1, 30))));
        assertTrue(keeps(DataType.integer(), 10, 20, 0, new Predicate.In("c", List.of(1, 12))));
    }

    @Test
    void columnAddedLaterIsNullInOldFiles() {
        TableSchema written = schema(0, Field.of(5, "old", DataType.integer()));
        TableSchema table = schema(1, Field.of(6, "c", DataType.integer()));
        assertFalse(keeps(table, written, 1, 2, 0, compare(EQUAL, 1)));
        assertTrue(keeps(table, written, 1, 2, 0, new Predicate.IsNull("c")));
    }

    @Test
    void renamedAndWidenedColumnsAreFoundById() {
        TableSchema written = schema(0, Field.of(5, "before", DataType.integer()));
        TableSchema table = schema(1, Field.of(5, "c", DataType.bigint()));
        assertFalse(keeps(table, written, 1, 2, 0, compare(EQUAL, 3L)));
        assertTrue(keeps(table, written, 1, 2, 0, compare(EQUAL, 2L)));
    }

    @Test
    void changeOfTypeThatDoesNotKeepTheOrderKeepsTheFile() {
        TableSchema written = schema(0, Field.of(5, "c", DataType.integer()));
        TableSchema table = schema(1, Field.of(5, "c", DataType.string()));
        assertTrue(keeps(table, written, 1, 2, 0, compare(EQUAL, "3")));
    }

    @Test
    void manifestIsKeptWhenItsPartitionsMayMatch() {
        TableSchema table =
                new TableSchema(
                        0,
                        List.of(
                                Field.of(0, "p", DataType.integer()),
                                Field.of(1, "v", DataType.integer())),
                        1,
                        List.of("p"),
                        List.of(),
                        Map.of(),
                        null,
                        0);
        RowType partition = table.partitionType();
        ManifestFile manifest =
                new ManifestFile(
                        "m",
                        1,
                        5,
                        0,
                        new SimpleStats(
                                BinaryRowWriter.serialize(partition, 3),
                                BinaryRowWriter.serialize(partition, 5),
                                new long[] {0}),
                        0,
                        0,
                        0,
                        0,
                        0,
                        null,
                        null);
        for (int value = 0; value < 8; value++) {
            FilePruning pruning =
                    new FilePruning(
                            table,
                            id -> table,
                            Predicate.and(Predicate.equal("p", value), Predicate.equal("v", 1)));
            assertEquals(value >= 3 && value <= 5, pruning.manifestMayMatch(manifest));
            assertEquals(
                    value == 4, pruning.wantsPartition(BinaryRowWriter.serialize(partition, 4)));
            assertFalse(
                    pruning.wantsPartition(BinaryRowWriter.serialize(partition, new Object[1])));
        }
    }

    @Test
    void keyValuesChooseTheBucketByEachEntrysOwnCount() {
        TableSchema table = Entries.keyTable(Map.of("bucket", "4"));
        BucketFunction function = new BucketFunction(BucketOptions.Function.DEFAULT, Entries.KEY);
        for (long key = 0; key < 50; key++) {
            FilePruning pruning = new FilePruning(table, id -> table, Predicate.equal("id", key));
            for (int total : new int[] {1, 3, 4, 100}) {
                int[] bucket = new int[1];
                function.buckets(
                        Cells.batch(Entries.KEY, List.of(Row.of(key))).columns(), 1, total, bucket);
                for (int candidate = 0; candidate < total; candidate++) {
                    assertEquals(
                            candidate == bucket[0],
                            pruning.wants(true, NO_PARTITION, candidate, total));
                }
            }
            assertTrue(pruning.wants(true, NO_PARTITION, 17, -1));
        }
    }

    @Test
    void keyRangeIsPrunedWhateverElseOverlaps() {
        TableSchema table = Entries.keyTable(Map.of());
        ManifestEntry entry = Entries.parse("a L0 10..20 1MB").get(0);
        assertTrue(
                new FilePruning(table, id -> table, Predicate.equal("id", 15L))
                        .keysMayMatch(entry));
        assertFalse(
                new FilePruning(table, id -> table, Predicate.equal("id", 25L))
                        .keysMayMatch(entry));
        assertTrue(
                new FilePruning(
                                table,
                                id -> table,
                                Predicate.or(Predicate.equal("id", 25L), Predicate.equal("v", 1)))
                        .keysMayMatch(entry));
    }
}
