package io.weir.core.meta;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an index manifest (format section 9.4).
 *
 * @param added ADD, otherwise DELETE; only changes carry DELETE
 * @param partition serialised row
 * @param bucket of the files it serves
 * @param type {@code HASH}, {@code DELETION_VECTORS} or another
 * @param fileName in {@code index/}
 * @param sizeBytes length
 * @param rowCount hashes or deletion vectors
 * @param ranges where each deletion vector lies; null for other types
 * @param externalPath full location elsewhere
 * @param globalIndex the raw Avro fields of a global index, kept as they were read
 */
public record IndexFile(
        boolean added,
        byte[] partition,
        int bucket,
        String type,
        String fileName,
        long sizeBytes,
        long rowCount,
        @Nullable List<VectorRange> ranges,
        @Nullable String externalPath,
        @Nullable GlobalIndex globalIndex) {

    /** The DELETE entry of this file. */
    public IndexFile asDelete() {
        return new IndexFile(
                false,
                partition,
                bucket,
                type,
                fileName,
                sizeBytes,
                rowCount,
                ranges,
                externalPath,
                globalIndex);
    }

    public static final String HASH = "HASH";
    public static final String DELETION_VECTORS = "DELETION_VECTORS";

    /** Where the deletion vector of a data file lies in an index file. */
    public record VectorRange(
            String dataFile, int offset, int length, @Nullable Long cardinality) {}

    /** The extra fields of a global index entry. */
    public record GlobalIndex(
            long rowRangeStart,
            long rowRangeEnd,
            int fieldId,
            @Nullable List<Integer> extraFieldIds,
            byte @Nullable [] meta) {}
}
