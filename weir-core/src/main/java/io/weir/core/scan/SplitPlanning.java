package io.weir.core.scan;

import io.weir.core.codec.KeyComparator;
import io.weir.core.lsm.KeyCuts;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.ManifestEntry;
import io.weir.core.read.FileSplit;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups live files into splits, so that each can be read on its own and each row is in exactly
 * one.
 *
 * <p>Buckets of primary key tables fall into sections: files whose key ranges overlap, directly or
 * through others, are one section. A section of one file without deletes is read raw; any other is
 * merged. Sections are packed together up to the target size, raw ones with raw ones. A section
 * that is much larger than wanted is cut into key ranges: each piece has the files that reach into
 * its range and the range itself.
 *
 * <pre>
 *   level 0        |=======|                    section 1: merge        section 2: raw
 *   level 0             |=====|
 *   level 5  |=====||=====|  |=======|          |=========|
 *                  cut here, at the first keys of the largest run
 * </pre>
 *
 * Append tables are packed in the order of their sequence numbers.
 */
final class SplitPlanning {

    /** A piece of a section smaller than this is not worth its own merge. */
    private static final long PIECE_BYTES_MIN = 16L << 20;

    /** Pieces a section is cut into at most. */
    private static final int PIECES_MAX = 1024;

    /** One bucket of one partition. */
    record Place(byte[] partition, int bucket) {
        static Place of(ManifestEntry entry) {
            return new Place(entry.partition(), entry.bucket());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place that
                    && bucket == that.bucket
                    && Arrays.equals(partition, that.partition);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(partition) + bucket;
        }
    }

    /** Which sections can be left out; see {@link FilePruning#rowsMayMatch}. */
    interface RowPruning {
        boolean rowsMayMatch(ManifestEntry entry);
    }

    private final TableSchema schema;
    private final long snapshotId;
    private final long targetBytes;
    private final long openFileCost;
    private final int parallelism;
    private final RowPruning pruning;

    /**
     * @param parallelism pieces there should be at least when there is much to merge
     */
    SplitPlanning(
            TableSchema schema,
            long snapshotId,
            long targetBytes,
            long openFileCost,
            int parallelism,
            RowPruning pruning) {
        this.schema = schema;
        this.snapshotId = snapshotId;
        this.targetBytes = targetBytes;
        this.openFileCost = openFileCost;
        this.parallelism = parallelism;
        this.pruning = pruning;
    }

    /** Splits of these live files, bucket by bucket in the order in which buckets first appear. */
    List<FileSplit.Content> plan(List<ManifestEntry> live) {
        Map<Place, List<ManifestEntry>> places = new LinkedHashMap<>();
        ManifestEntry last = null;
        List<ManifestEntry> home = List.of();
        for (ManifestEntry entry : live) {
            // Entries of one bucket mostly stand together and share the bytes of their partition.
            boolean same =
                    last != null
                            && last.bucket() == entry.bucket()
                            && last.partition() == entry.partition();
            if (!same) {
                home = places.computeIfAbsent(Place.of(entry), place -> new ArrayList<>());
            }
            home.add(entry);
            last = entry;
        }
        return schema.hasPrimaryKey() ? keyTable(places) : appendTable(places.values());
    }

    // ---- append tables ----

    private List<FileSplit.Content> appendTable(Collection<List<ManifestEntry>> buckets) {
        List<FileSplit.Content> splits = new ArrayList<>();
        for (List<ManifestEntry> entries : buckets) {
            List<DataFile> files = new ArrayList<>(entries.size());
            for (ManifestEntry entry : entries) {
                if (pruning.rowsMayMatch(entry)) {
                    files.add(entry.file());
                }
            }
            files.sort(Comparator.comparingLong(DataFile::minSequence));
            packRaw(entries.get(0), files, splits);
        }
        return splits;
    }

    private void packRaw(
            ManifestEntry place, List<DataFile> files, List<FileSplit.Content> splits) {
        int from = 0;
        long bytes = 0;
        for (int file = 0; file < files.size(); file++) {
            long weight = weight(files.get(file));
            if (file > from && bytes + weight > targetBytes) {
                splits.add(content(FileSplit.Kind.RAW, place, files.subList(from, file)));
                from = file;
                bytes = 0;
            }
            bytes += weight;
        }
        if (from < files.size()) {
            splits.add(content(FileSplit.Kind.RAW, place, files.subList(from, files.size())));
        }
    }

    private long weight(DataFile file) {
        return Math.max(file.sizeBytes(), openFileCost);
    }

    private FileSplit.Content content(
            FileSplit.Kind kind, ManifestEntry place, List<DataFile> files) {
        return FileSplit.Content.of(
                kind, snapshotId, place.partition(), place.bucket(), files, List.of(), null, null);
    }

    // ---- primary key tables ----

    private List<FileSplit.Content> keyTable(Map<Place, List<ManifestEntry>> places) {
        Comparator<byte[]> keyOrder =
                KeyComparator.of(schema.rowType().project(schema.trimmedPrimaryKeys()));
        List<List<List<ManifestEntry>>> merges = new ArrayList<>();
        List<FileSplit.Content> splits = new ArrayList<>();
        long mergeBytes = 0;
        for (List<ManifestEntry> entries : places.values()) {
            List<List<ManifestEntry>> merged = new ArrayList<>();
            List<DataFile> raw = new ArrayList<>();
            for (List<ManifestEntry> section : sections(entries, keyOrder)) {
                if (section.stream().noneMatch(pruning::rowsMayMatch)) {
                    continue;
                }
                if (isRaw(section)) {
                    raw.add(section.get(0).file());
                } else {
                    merged.add(section);
                    mergeBytes += bytes(section);
                }
            }
            packRaw(entries.get(0), raw, splits);
            if (!merged.isEmpty()) {
                merges.add(merged);
            }
        }
        long pieceBytes =
                Math.min(
                        targetBytes,
                        Math.max(PIECE_BYTES_MIN, mergeBytes / Math.max(1, parallelism)));
        for (List<List<ManifestEntry>> sections : merges) {
            packMerges(sections, pieceBytes, keyOrder, splits);
        }
        return splits;
    }

    /** Files without deletes that no other file overlaps hold the final rows. */
    private static boolean isRaw(List<ManifestEntry> section) {
        Long deletes = section.get(0).file().deleteRowCount();
        return section.size() == 1 && deletes != null && deletes == 0;
    }

    private static long bytes(List<ManifestEntry> section) {
        long bytes = 0;
        for (ManifestEntry entry : section) {
            bytes += entry.file().sizeBytes();
        }
        return bytes;
    }

    /**
     * Cuts a bucket where no key range reaches across; each section is in the order of first keys.
     */
    static List<List<ManifestEntry>> sections(
            List<ManifestEntry> entries, Comparator<byte[]> keyOrder) {
        List<ManifestEntry> sorted = new ArrayList<>(entries);
        sorted.sort((left, right) -> keyOrder.compare(left.file().minKey(), right.file().minKey()));
        List<List<ManifestEntry>> sections = new ArrayList<>();
        List<ManifestEntry> section = new ArrayList<>();
        byte[] reach = sorted.get(0).file().maxKey();
        for (ManifestEntry entry : sorted) {
            DataFile file = entry.file();
            if (!section.isEmpty() && keyOrder.compare(file.minKey(), reach) > 0) {
                sections.add(section);
                section = new ArrayList<>();
                reach = file.maxKey();
            }
            section.add(entry);
            if (keyOrder.compare(file.maxKey(), reach) > 0) {
                reach = file.maxKey();
            }
        }
        sections.add(section);
        return sections;
    }

    private void packMerges(
            List<List<ManifestEntry>> sections,
            long pieceBytes,
            Comparator<byte[]> keyOrder,
            List<FileSplit.Content> splits) {
        ManifestEntry place = sections.get(0).get(0);
        List<DataFile> packed = new ArrayList<>();
        long packedBytes = 0;
        for (List<ManifestEntry> section : sections) {
            long bytes = 0;
            List<DataFile> files = new ArrayList<>(section.size());
            for (ManifestEntry entry : section) {
                files.add(entry.file());
                bytes += weight(entry.file());
            }
            if (!packed.isEmpty() && packedBytes + bytes > pieceBytes) {
                splits.add(content(FileSplit.Kind.MERGE, place, packed));
                packed = new ArrayList<>();
                packedBytes = 0;
            }
            if (bytes(section) >= 2 * pieceBytes) {
                cut(place, files, pieceBytes, keyOrder, splits);
            } else {
                packed.addAll(files);
                packedBytes += bytes;
            }
        }
        if (!packed.isEmpty()) {
            splits.add(content(FileSplit.Kind.MERGE, place, packed));
        }
    }

    private void cut(
            ManifestEntry place,
            List<DataFile> files,
            long pieceBytes,
            Comparator<byte[]> keyOrder,
            List<FileSplit.Content> splits) {
        RowType keyType = schema.rowType().project(schema.trimmedPrimaryKeys());
        List<byte[]> cuts = KeyCuts.of(keyType, files, pieceBytes, PIECES_MAX, keyOrder);
        byte[] from = null;
        for (int piece = 0; piece <= cuts.size(); piece++) {
            byte[] to = piece == cuts.size() ? null : cuts.get(piece);
            List<DataFile> reaching = new ArrayList<>();
            for (DataFile file : files) {
                boolean startsBefore = to == null || keyOrder.compare(file.minKey(), to) < 0;
                boolean endsBehind = from == null || keyOrder.compare(file.maxKey(), from) >= 0;
                if (startsBefore && endsBehind) {
                    reaching.add(file);
                }
            }
            if (!reaching.isEmpty()) {
                splits.add(
                        FileSplit.Content.of(
                                FileSplit.Kind.MERGE,
                                snapshotId,
                                place.partition(),
                                place.bucket(),
                                reaching,
                                List.of(),
                                from,
                                to));
            }
            from = to;
        }
    }
}
