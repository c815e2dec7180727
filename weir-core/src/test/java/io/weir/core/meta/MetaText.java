package io.weir.core.meta;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Metadata as text with all of its bytes, so that it can be compared and read. */
final class MetaText {

    private MetaText() {}

    static List<String> of(List<ManifestEntry> entries) {
        return entries.stream().map(MetaText::of).toList();
    }

    static String of(ManifestEntry entry) {
        return (entry.added() ? "ADD " : "DELETE ")
                + hex(entry.partition())
                + " "
                + entry.bucket()
                + "/"
                + entry.totalBuckets()
                + " "
                + of(entry.file());
    }

    static String of(DataFile file) {
        return String.join(
                " ",
                file.fileName(),
                "size " + file.sizeBytes(),
                "rows " + file.rowCount(),
                hex(file.minKey()),
                hex(file.maxKey()),
                of(file.keyStats()),
                of(file.valueStats()),
                file.minSequence() + ".." + file.maxSequence(),
                "schema " + file.schemaId(),
                "level " + file.level(),
                "extra " + file.extraFiles(),
                "created " + file.creationMillis(),
                "deletes " + file.deleteRowCount(),
                "index " + hex(file.embeddedIndex()),
                "source " + file.fileSource(),
                "columns " + file.valueStatsColumns(),
                "external " + file.externalPath(),
                "row id " + file.firstRowId(),
                "written " + file.writeColumns());
    }

    static String of(ManifestFile file) {
        return String.join(
                " ",
                file.fileName(),
                "size " + file.sizeBytes(),
                "files +" + file.addedFiles() + " -" + file.deletedFiles(),
                of(file.partitionStats()),
                "schema " + file.schemaId(),
                "buckets " + file.minBucket() + ".." + file.maxBucket(),
                "levels " + file.minLevel() + ".." + file.maxLevel(),
                "row ids " + file.minRowId() + ".." + file.maxRowId());
    }

    static String of(IndexFile file) {
        IndexFile.GlobalIndex global = file.globalIndex();
        return String.join(
                " ",
                file.added() ? "ADD" : "DELETE",
                hex(file.partition()),
                "" + file.bucket(),
                file.type(),
                file.fileName(),
                "size " + file.sizeBytes(),
                "rows " + file.rowCount(),
                "ranges " + file.ranges(),
                "external " + file.externalPath(),
                global == null
                        ? "no global index"
                        : global.rowRangeStart()
                                + ".."
                                + global.rowRangeEnd()
                                + " "
                                + global.fieldId()
                                + " "
                                + global.extraFieldIds()
                                + " "
                                + hex(global.meta()));
    }

    static String of(SimpleStats stats) {
        return "["
                + hex(stats.minValues())
                + " "
                + hex(stats.maxValues())
                + " "
                + Arrays.toString(stats.nullCounts())
                + "]";
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }
}
