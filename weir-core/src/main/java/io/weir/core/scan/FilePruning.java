package io.weir.core.scan;

import io.weir.core.codec.BinaryRow;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.EntryFilter;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.meta.ManifestFile;
import io.weir.core.meta.PartitionKey;
import io.weir.core.meta.SimpleStats;
import io.weir.core.read.Conjuncts;
import io.weir.predicate.Predicate;
import io.weir.table.TableSchema;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import io.weir.type.ScalarType;
import io.weir.type.TypeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says which manifests and files cannot hold a row that satisfies a filter. Safe for many threads.
 *
 * <p>Four questions, from cheap to dear: the manifest by its range of partitions; an entry by its
 * partition and bucket; a file by the bounds of its key columns; a file by the bounds of all its
 * columns. The last one is only right for files whose rows are the result as they are: where an
 * older version of a key may lie in another file, a file that cannot match still hides it.
 *
 * <p>Bounds are those of the schema the file was written with: columns are found there by field id,
 * and left alone where a type change does not keep the order of values.
 */
final class FilePruning implements EntryFilter {

    /** What the bounds of a file are bound to. */
    private record FileShape(long schemaId, @Nullable List<String> columns, boolean orc) {}

    private final TableSchema schema;
    private final RowType rowType;
    private final LongFunction<TableSchema> schemas;
    private final StatsTest partitionTest;
    private final @Nullable Predicate keyFilter;
    private final @Nullable Predicate rowFilter;
    private final BucketSelection buckets;
    private final SimpleStats noStats = new SimpleStats(new byte[0], new byte[0], null);
    private final Map<PartitionKey, Boolean> partitions = new ConcurrentHashMap<>(256);
    private final Map<Long, StatsTest> keyTests = new ConcurrentHashMap<>();
    private final Map<FileShape, StatsTest> rowTests = new ConcurrentHashMap<>();

    /**
     * @param schema the table as the query sees it
     * @param schemas all schemas by id
     * @param filter on columns of {@code schema}, null for none
     */
    FilePruning(TableSchema schema, LongFunction<TableSchema> schemas, @Nullable Predicate filter) {
        this.schema = schema;
        this.rowType = schema.rowType();
        this.schemas = schemas;
        Conjuncts conjuncts = Conjuncts.of(filter);
        this.partitionTest =
                StatsTest.of(conjuncts.over(schema.partitionKeys()), this::partitionPlace);
        this.keyFilter = conjuncts.over(schema.primaryKeys());
        // What only asks for partitions is settled by the partition.
        this.rowFilter = isOnPartitions(schema, filter) ? null : filter;
        this.buckets = BucketSelection.of(schema, conjuncts);
    }

    private static boolean isOnPartitions(TableSchema schema, @Nullable Predicate filter) {
        if (filter == null) {
            return true;
        }
        Set<String> columns = new HashSet<>();
        Conjuncts.addColumns(filter, columns);
        return schema.partitionKeys().containsAll(columns);
    }

    /** Whether a manifest may have an entry of interest. */
    boolean manifestMayMatch(ManifestFile manifest) {
        Integer maxBucket = manifest.maxBucket();
        if (maxBucket != null && maxBucket < 0) {
            return false;
        }
        return partitionTest.isAnything()
                || partitionTest.mayMatch(FileBounds.ofManifest(manifest));
    }

    @Override
    public boolean wantsPartition(byte[] partition) {
        return partitionTest.isAnything() || wantsPartition(new PartitionKey(partition));
    }

    /** Every manifest asks about the same few partitions. */
    @Override
    public boolean wantsPartition(PartitionKey partition) {
        if (partitionTest.isAnything()) {
            return true;
        }
        Boolean known = partitions.get(partition);
        if (known == null) {
            known =
                    partitionTest.mayMatch(
                            FileBounds.ofPartition(
                                    BinaryRow.ofSerialized(partition.bytes()), noStats));
            partitions.put(partition, known);
        }
        return known;
    }

    /** Whether an entry may be of interest, whatever its file. Buckets below 0 never are. */
    @Override
    public boolean wants(boolean added, byte[] partition, int bucket, int totalBuckets) {
        return bucket >= 0 && buckets.has(bucket, totalBuckets);
    }

    /** Whether {@link #keysMayMatch} ever says no. */
    boolean prunesKeys() {
        return keyFilter != null && schema.hasPrimaryKey();
    }

    /**
     * Whether a file may hold a key of interest. Right for every file, as all versions of a key are
     * treated alike.
     */
    boolean keysMayMatch(ManifestEntry entry) {
        if (!prunesKeys()) {
            return true;
        }
        StatsTest test =
                keyTests.computeIfAbsent(
                        entry.file().schemaId(),
                        id -> {
                            TableSchema written = schemas.apply(id);
                            return StatsTest.of(keyFilter, name -> keyPlace(name, written));
                        });
        return test.isAnything() || test.mayMatch(bounds(entry));
    }

    /**
     * Whether a file may hold a row of interest. Only for files whose rows are not merged with
     * those of others.
     */
    boolean rowsMayMatch(ManifestEntry entry) {
        if (rowFilter == null) {
            return true;
        }
        DataFile file = entry.file();
        FileShape shape =
                new FileShape(
                        file.schemaId(),
                        file.valueStatsColumns(),
                        file.fileName().endsWith(".orc"));
        StatsTest test = rowTests.computeIfAbsent(shape, this::rowTest);
        return test.isAnything() || test.mayMatch(bounds(entry));
    }

    private static FileBounds bounds(ManifestEntry entry) {
        return FileBounds.of(BinaryRow.ofSerialized(entry.partition()), entry.file());
    }

    private StatsTest rowTest(FileShape shape) {
        TableSchema written = schemas.apply(shape.schemaId());
        List<String> columns = shape.columns();
        List<String> covered = columns != null ? columns : written.rowType().names();
        return StatsTest.of(rowFilter, name -> rowPlace(name, written, covered, shape.orc()));
    }

    private StatsTest.@Nullable Place partitionPlace(String column) {
        int slot = schema.partitionKeys().indexOf(column);
        return slot < 0
                ? null
                : new StatsTest.Place(
                        StatsTest.Source.PARTITION, slot, rowType.field(column).type());
    }

    private StatsTest.@Nullable Place keyPlace(String column, TableSchema written) {
        StatsTest.Place inPartition = partitionPlace(column);
        if (inPartition != null) {
            return inPartition;
        }
        Field wanted = rowType.field(column);
        Field found = byId(written, wanted.id());
        if (found == null) {
            return null;
        }
        int slot = written.trimmedPrimaryKeys().indexOf(found.name());
        return slot < 0 || !keepsOrder(found.type(), wanted.type())
                ? null
                : new StatsTest.Place(StatsTest.Source.KEY, slot, found.type());
    }

    private StatsTest.@Nullable Place rowPlace(
            String column, TableSchema written, List<String> covered, boolean orc) {
        StatsTest.Place inPartition = partitionPlace(column);
        if (inPartition != null) {
            return inPartition;
        }
        Field wanted = rowType.field(column);
        Field found = byId(written, wanted.id());
        if (found == null) {
            return new StatsTest.Place(StatsTest.Source.ABSENT, 0, wanted.type());
        }
        int slot = covered.indexOf(found.name());
        // ORC statistics of CHAR are padded with blanks and so no bounds of the values.
        boolean padded = orc && found.type().kind() == TypeKind.CHAR;
        return slot < 0 || padded || !keepsOrder(found.type(), wanted.type())
                ? null
                : new StatsTest.Place(StatsTest.Source.VALUE, slot, found.type());
    }

    private static @Nullable Field byId(TableSchema written, int id) {
        for (Field field : written.fields()) {
            if (field.id() == id) {
                return field;
            }
        }
        return null;
    }

    /** Whether values of one type, cast to the other, compare with literals as they did before. */
    static boolean keepsOrder(DataType from, DataType to) {
        if (from.withNullable(true).equals(to.withNullable(true))) {
            return true;
        }
        TypeKind source = from.kind();
        TypeKind target = to.kind();
        if (source.isInteger() && target.isInteger()) {
            return source.compareTo(target) <= 0;
        }
        return source == TypeKind.FLOAT && target == TypeKind.DOUBLE
                || source.isText() && target.isText() && length(from) <= length(to);
    }

    private static int length(DataType type) {
        return ((ScalarType) type).precision();
    }
}
