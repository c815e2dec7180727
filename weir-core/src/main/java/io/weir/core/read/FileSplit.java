package io.weir.core.read;

import io.weir.core.codec.BinaryRow;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.TableLayout;
import io.weir.data.Row;
import io.weir.storage.Location;
import io.weir.table.Split;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files of one bucket that are read together. Immutable, safe for many threads.
 *
 * <p>The binary form is in {@link FileSplitCodec}; it holds only {@link Content}, the rest follows
 * from the table.
 */
public final class FileSplit implements Split {

    /** How the files are read. The ordinal is the byte in the binary form. */
    public enum Kind {
        /** File after file as they are; there are no deletes and no key occurs twice. */
        RAW,
        /** Merged by key, deletes left out. */
        MERGE,
        /** File after file, each row with its row kind: what a commit changed. */
        CHANGES,
        /**
         * What an overwrite did: the removed files merged by key as deletes, then the added ones as
         * inserts.
         */
        REPLACED
    }

    /**
     * What a split is made of.
     *
     * @param kind how the files are read
     * @param snapshotId of the plan it belongs to
     * @param partition serialised row
     * @param bucket number
     * @param files in reading order for RAW and CHANGES
     * @param removed files of REPLACED that are no more; empty otherwise
     * @param fromKey serialised trimmed key: the split has only rows with this key or a greater
     *     one; null for no bound
     * @param toKey serialised trimmed key: only rows with a smaller key; null for no bound
     */
    public record Content(
            Kind kind,
            long snapshotId,
            byte[] partition,
            int bucket,
            List<DataFile> files,
            List<DataFile> removed,
            byte @Nullable [] fromKey,
            byte @Nullable [] toKey) {

        // NullAway takes the arrays' annotations for those of their elements.
        @SuppressWarnings("NullAway")
        public static Content of(
                Kind kind,
                long snapshotId,
                byte[] partition,
                int bucket,
                List<DataFile> files,
                List<DataFile> removed,
                byte @Nullable [] fromKey,
                byte @Nullable [] toKey) {
            return new Content(kind, snapshotId, partition, bucket, files, removed, fromKey, toKey);
        }

        public Content {
            files = List.copyOf(files);
            removed = List.copyOf(removed);
        }
    }

    private final Content content;
    private final TableLayout layout;
    private final RowType partitionType;

    public FileSplit(Content content, TableLayout layout, RowType partitionType) {
        this.content = content;
        this.layout = layout;
        this.partitionType = partitionType;
    }

    public Content content() {
        return content;
    }

    /** The directory of the bucket. */
    public Location bucketDirectory() {
        return layout.bucketDirectory(content.partition(), content.bucket());
    }

    @Override
    public Row partition() {
        BinaryRow row = BinaryRow.ofSerialized(content.partition());
        Object[] values = new Object[partitionType.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = row.value(partitionType.type(column), column);
        }
        return Row.of(values);
    }

    @Override
    public int bucket() {
        return content.bucket();
    }

    @Override
    public long rowCount() {
        long rows = 0;
        for (DataFile file : content.files()) {
            rows += file.rowCount();
        }
        return rows;
    }

    @Override
    public long sizeBytes() {
        long bytes = 0;
        for (DataFile file : content.files()) {
            bytes += file.sizeBytes();
        }
        return bytes;
    }

    @Override
    public boolean isRaw() {
        return content.kind() == Kind.RAW;
    }

    @Override
    public List<Location> files() {
        List<Location> locations = new ArrayList<>(content.files().size());
        for (DataFile file : content.files()) {
            locations.add(layout.dataFile(content.partition(), content.bucket(), file));
        }
        return locations;
    }

    @Override
    public byte[] toBytes() {
        return FileSplitCodec.encode(content);
    }

    @Override
    public String toString() {
        return content.kind()
                + " bucket "
                + content.bucket()
                + ": "
                + content.files().stream()
                        .map(file -> file.fileName() + "@" + file.level())
                        .toList();
    }
}
