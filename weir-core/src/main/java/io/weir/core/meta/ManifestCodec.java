package io.weir.core.meta;

import io.weir.core.codec.AvroFileReader;
import io.weir.core.codec.AvroSkip;
import io.weir.core.codec.AvroType;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.ByteReader;
import io.weir.core.codec.ByteWriter;
import io.weir.core.meta.FieldPlan.Shape;
import io.weir.core.meta.FieldPlan.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Manifests: Avro files of entries (format section 4.3).
 *
 * <pre>
 * _VERSION int = 2 | _KIND int, 0 ADD 1 DELETE | _PARTITION bytes | _BUCKET int | _TOTAL_BUCKETS int |
 * _FILE record of 20 fields
 * </pre>
 *
 * <p>Fields are matched by name. Partition, bucket and kind are read first and an entry that the
 * filter refuses is passed over without making objects of it. Pinned by the manifests of golden
 * table {@code pk_types}.
 */
final class ManifestCodec {

    /** The only version there is. */
    static final int VERSION = 2;

    private static final int FIELD_VERSION = 0;
    private static final int KIND = 1;
    private static final int PARTITION = 2;
    private static final int BUCKET = 3;
    private static final int TOTAL_BUCKETS = 4;
    private static final int FILE = 5;

    private static final List<Wanted> FIELDS =
            List.of(
                    Wanted.of("_VERSION", Shape.NUMBER),
                    Wanted.of("_KIND", Shape.NUMBER),
                    Wanted.of("_PARTITION", Shape.BYTES),
                    Wanted.of("_BUCKET", Shape.NUMBER),
                    Wanted.of("_TOTAL_BUCKETS", Shape.NUMBER),
                    Wanted.of("_FILE", Shape.STRUCTURE));

    private final ByteReader source;
    private final EntryFilter filter;
    private final FieldPlan plan;
    private final FileDecoder files;
    private final AvroType fileType;
    private final Map<PartitionKey, Partition> partitions = new HashMap<>();
    private Partition partition = new Partition(BinaryRowWriter.EMPTY, false);
    private boolean partitionKnown;
    private long addedCount;
    private long deletedCount;

    /** A partition of this manifest, and whether the filter wants it. */
    private record Partition(byte[] bytes, boolean wanted) {}

    /** Entries seen, wanted or not. */
    record Counts(long added, long deleted) {}

    private ManifestCodec(AvroFileReader reader, EntryFilter filter, String name) {
        this.source = reader.block();
        this.filter = filter;
        this.plan = FieldPlan.of(reader.schema(), FIELDS, name);
        AvroType.Structure type = plan.structure(FILE);
        this.files = new FileDecoder(type, name);
        this.fileType = type == null ? AvroType.Scalar.NULL : type;
        if (!plan.areBefore(FILE, FIELD_VERSION, KIND, PARTITION, BUCKET, TOTAL_BUCKETS)) {
            throw source.corrupt("field _FILE comes before the fields that place it");
        }
    }

    /**
     * Reads a manifest.
     *
     * @param name of the file, for errors
     */
    static Counts read(
            byte[] file, String name, EntryFilter filter, Consumer<ManifestEntry> consumer) {
        try (AvroFileReader reader = new AvroFileReader(file, name)) {
            ManifestCodec codec = new ManifestCodec(reader, filter, name);
            while (reader.nextBlock()) {
                for (int row = reader.blockRows(); row > 0; row--) {
                    ManifestEntry entry = codec.next();
                    if (entry != null) {
                        consumer.accept(entry);
                    }
                }
            }
            return new Counts(codec.addedCount, codec.deletedCount);
        }
    }

    /** Whether a manifest has fields that a copy made here would lose. */
    static boolean hasUnknownFields(byte[] file, String name) {
        try (AvroFileReader reader = new AvroFileReader(file, name)) {
            ManifestCodec codec = new ManifestCodec(reader, EntryFilter.ALL, name);
            return codec.plan.hasUnknownFields() || codec.files.hasUnknownFields();
        }
    }

    private @Nullable ManifestEntry next() {
        boolean added = false;
        int bucket = 0;
        int totalBuckets = 0;
        ManifestEntry entry = null;
        for (int field = 0; field < plan.fieldCount(); field++) {
            int target = plan.targets[field];
            if (target != FieldPlan.SKIPPED && !plan.hasValue(field, source)) {
                throw source.corrupt("field " + FIELDS.get(target).name() + " may not be null");
            }
            switch (target) {
                case FIELD_VERSION -> checkVersion();
                case KIND -> added = readKind();
                case PARTITION -> readPartition();
                case BUCKET -> bucket = source.readInt();
                case TOTAL_BUCKETS -> totalBuckets = source.readInt();
                case FILE -> {
                    byte[] place = partition.bytes();
                    if (partition.wanted() && filter.wants(added, place, bucket, totalBuckets)) {
                        DataFile file = files.read(source);
                        entry = new ManifestEntry(added, place, bucket, totalBuckets, file);
                    } else {
                        AvroSkip.skip(fileType, source);
                    }
                }
                default -> plan.skip(field, source);
            }
        }
        if (added) {
            addedCount++;
        } else {
            deletedCount++;
        }
        return entry;
    }

    private void checkVersion() {
        long version = source.readLong();
        if (version != VERSION) {
            throw source.corrupt("entry version " + version + ", known is " + VERSION);
        }
    }

    private boolean readKind() {
        long kind = source.readLong();
        if (kind != 0 && kind != 1) {
            throw source.corrupt("entry kind " + kind + ", known are 0 and 1");
        }
        return kind == 0;
    }

    private void readPartition() {
        byte[] last = partition.bytes();
        byte[] bytes = source.readBytes(last);
        if (bytes == last && partitionKnown) {
            return;
        }
        partitionKnown = true;
        PartitionKey key = new PartitionKey(bytes);
        Partition known = partitions.get(key);
        if (known == null) {
            known = new Partition(bytes, filter.wantsPartition(bytes));
            partitions.put(key, known);
        }
        partition = known;
    }

    static void write(ByteWriter target, ManifestEntry entry) {
        target.writeInt(VERSION);
        target.writeInt(entry.added() ? 0 : 1);
        target.writeBytes(entry.partition());
        target.writeInt(entry.bucket());
        target.writeInt(entry.totalBuckets());
        writeFile(target, entry.file());
    }

    private static void writeFile(ByteWriter target, DataFile file) {
        target.writeText(file.fileName());
        target.writeLong(file.sizeBytes());
        target.writeLong(file.rowCount());
        target.writeBytes(file.minKey());
        target.writeBytes(file.maxKey());
        StatsCodec.write(target, file.keyStats());
        StatsCodec.write(target, file.valueStats());
        target.writeLong(file.minSequence());
        target.writeLong(file.maxSequence());
        target.writeLong(file.schemaId());
        target.writeInt(file.level());
        AvroTexts.write(target, file.extraFiles());
        AvroNullable.writeLong(target, file.creationMillis());
        AvroNullable.writeLong(target, file.deleteRowCount());
        AvroNullable.writeBytes(target, file.embeddedIndex());
        AvroNullable.writeInt(target, file.fileSource());
        AvroNullable.writeTexts(target, file.valueStatsColumns());
        AvroNullable.writeText(target, file.externalPath());
        AvroNullable.writeLong(target, file.firstRowId());
        AvroNullable.writeTexts(target, file.writeColumns());
    }
}
