package io.weir.parquet;

import io.weir.storage.StorageOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TypeDefinedOrder;
import org.jspecify.annotations.Nullable;

/**
 * Lays finished chunks into the file and keeps what the end of the file says about them: {@code
 * PAR1 chunk* column-index* offset-index* seal footer footer-length PAR1}.
 */
final class FileTail {

    static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int STATISTICS_BYTES_MAX = 256;

    private final StorageOutput output;
    private final List<SchemaElement> elements;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private final List<@Nullable ColumnIndex> columnIndexes = new ArrayList<>();
    private final List<OffsetIndex> offsetIndexes = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private int[] headerCrcs = new int[256];
    private int headerCount;
    private long groupRows;
    private int groupFirstChunk;

    FileTail(StorageOutput output, List<SchemaElement> elements) {
        this.output = output;
        this.elements = elements;
    }

    private void write(byte[] bytes) {
        output.write(bytes, 0, bytes.length);
    }

    void beginRowGroup(long rows) {
        if (output.sizeBytes() == 0) {
            write(MAGIC);
        }
        groupRows = rows;
        groupFirstChunk = chunks.size();
    }

    void writeChunk(FinishedChunk chunk) {
        long start = output.sizeBytes();
        long raw = 0;
        Set<Encoding> encodings = new LinkedHashSet<>();
        encodings.add(Encoding.RLE);
        long dictionaryAt = -1;
        if (chunk.dictionary() != null) {
            dictionaryAt = start;
            raw += writePage(chunk.dictionary());
            encodings.add(Encoding.PLAIN);
        }
        long dataAt = output.sizeBytes();
        OffsetIndex offsets = new OffsetIndex(new ArrayList<>());
        long row = 0;
        for (ChunkWriter.Page page : chunk.pages()) {
            long at = output.sizeBytes();
            raw += writePage(page);
            encodings.add(page.encoding());
            offsets.addToPage_locations(new PageLocation(at, (int) (output.sizeBytes() - at), row));
            row += page.rowCount();
        }
        ColumnMetaData meta =
                new ColumnMetaData(
                        chunk.leaf().physical(),
                        List.copyOf(encodings),
                        chunk.leaf().path(),
                        chunk.codec(),
                        chunk.valueCount(),
                        raw,
                        output.sizeBytes() - start,
                        dataAt);
        if (dictionaryAt >= 0) {
            meta.setDictionary_page_offset(dictionaryAt);
        }
        meta.setStatistics(statistics(chunk));
        meta.setEncoding_stats(pageCounts(chunk));
        ColumnChunk columnChunk = new ColumnChunk(start);
        columnChunk.setMeta_data(meta);
        chunks.add(columnChunk);
        offsetIndexes.add(offsets);
        columnIndexes.add(columnIndex(chunk));
    }

    /**
     * How many pages of each kind there are; with it the reader finds a chunk's header checksums.
     */
    private static List<PageEncodingStats> pageCounts(FinishedChunk chunk) {
        List<PageEncodingStats> counts = new ArrayList<>();
        if (chunk.dictionary() != null) {
            counts.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        Map<Encoding, Integer> pages = new EnumMap<>(Encoding.class);
        for (ChunkWriter.Page page : chunk.pages()) {
            pages.merge(page.encoding(), 1, Integer::sum);
        }
        pages.forEach(
                (encoding, count) ->
                        counts.add(new PageEncodingStats(PageType.DATA_PAGE, encoding, count)));
        return counts;
    }

    private long writePage(ChunkWriter.Page page) {
        if (headerCount == headerCrcs.length) {
            headerCrcs = Arrays.copyOf(headerCrcs, headerCount * 2);
        }
        crc.reset();
        crc.update(page.header(), 0, page.header().length);
        headerCrcs[headerCount++] = (int) crc.getValue();
        write(page.header());
        write(page.body());
        return (long) page.header().length + page.rawBytes();
    }

    /** Bounds of a chunk; long strings are cut and said to be. */
    private static Statistics statistics(FinishedChunk chunk) {
        Statistics statistics = new Statistics();
        statistics.setNull_count(chunk.nullCount());
        byte[] min = chunk.min();
        byte[] max = chunk.max();
        if (min == null || max == null) {
            return statistics;
        }
        boolean cut = Math.max(min.length, max.length) > STATISTICS_BYTES_MAX;
        byte[] least = cut ? chunk.leaf().cutMin(min) : min;
        byte[] greatest = cut ? chunk.leaf().cutMax(max) : max;
        if (greatest != null) {
            statistics.setMin_value(least);
            statistics.setMax_value(greatest);
            statistics.setIs_min_value_exact(least.length == min.length);
            statistics.setIs_max_value_exact(Arrays.equals(greatest, max));
        }
        return statistics;
    }

    /** Bounds of the pages, null if a page with values has none. */
    private static @Nullable ColumnIndex columnIndex(FinishedChunk chunk) {
        List<Boolean> nullPages = new ArrayList<>();
        List<ByteBuffer> mins = new ArrayList<>();
        List<ByteBuffer> maxs = new ArrayList<>();
        List<Long> nullCounts = new ArrayList<>();
        for (ChunkWriter.Page page : chunk.pages()) {
            if (!page.bounded() && !page.allNull()) {
                return null;
            }
            nullPages.add(page.allNull());
            mins.add(ByteBuffer.wrap(page.min()));
            maxs.add(ByteBuffer.wrap(page.max()));
            nullCounts.add((long) page.nullCount());
        }
        ColumnIndex index = new ColumnIndex(nullPages, mins, maxs, order(chunk));
        index.setNull_counts(nullCounts);
        return index;
    }

    private static BoundaryOrder order(FinishedChunk chunk) {
        Comparator<byte[]> comparator = BoundOrder.of(chunk.leaf().physical());
        boolean ascending = true;
        boolean descending = true;
        ChunkWriter.Page last = null;
        for (ChunkWriter.Page page : chunk.pages()) {
            if (page.allNull()) {
                continue;
            }
            if (last != null) {
                int mins = comparator.compare(last.min(), page.min());
                int maxs = comparator.compare(last.max(), page.max());
                ascending &= mins <= 0 && maxs <= 0;
                descending &= mins >= 0 && maxs >= 0;
            }
            last = page;
        }
        return ascending
                ? BoundaryOrder.ASCENDING
                : descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }

    void endRowGroup() {
        List<ColumnChunk> group = List.copyOf(chunks.subList(groupFirstChunk, chunks.size()));
        long raw = 0;
        long compressed = 0;
        for (ColumnChunk chunk : group) {
            raw += chunk.meta_data.total_uncompressed_size;
            compressed += chunk.meta_data.total_compressed_size;
        }
        RowGroup rowGroup = new RowGroup(group, raw, groupRows);
        rowGroup.setFile_offset(group.isEmpty() ? 4 : group.get(0).file_offset);
        rowGroup.setTotal_compressed_size(compressed);
        if (rowGroups.size() <= Short.MAX_VALUE) {
            rowGroup.setOrdinal((short) rowGroups.size());
        }
        rowGroups.add(rowGroup);
    }

    /** Writes indexes, seal and footer. */
    void finish(long rowCount) {
        if (output.sizeBytes() == 0) {
            write(MAGIC);
        }
        long indexStart = output.sizeBytes();
        CRC32 indexCrc = new CRC32();
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            ColumnIndex index = columnIndexes.get(chunk);
            if (index != null) {
                byte[] bytes = Thrift.write(index);
                chunks.get(chunk).setColumn_index_offset(output.sizeBytes());
                chunks.get(chunk).setColumn_index_length(bytes.length);
                write(bytes);
                indexCrc.update(bytes);
            }
        }
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            byte[] bytes = Thrift.write(offsetIndexes.get(chunk));
            chunks.get(chunk).setOffset_index_offset(output.sizeBytes());
            chunks.get(chunk).setOffset_index_length(bytes.length);
            write(bytes);
            indexCrc.update(bytes);
        }
        byte[] footer = footer(rowCount);
        write(
                FooterSeal.write(
                        headerCrcs, headerCount, indexStart, (int) indexCrc.getValue(), footer));
        write(footer);
        byte[] length = new byte[4];
        io.weir.parquet.encoding.Lanes.putInt(length, 0, footer.length);
        write(length);
        write(MAGIC);
    }

    private byte[] footer(long rowCount) {
        FileMetaData meta = new FileMetaData(1, elements, rowCount, rowGroups);
        meta.setCreated_by(FileFooter.OUR_NAME + "0.1.0 (build 1)");
        List<ColumnOrder> orders = new ArrayList<>();
        for (SchemaElement element : elements) {
            if (element.isSetType()) {
                orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
            }
        }
        meta.setColumn_orders(orders);
        return Thrift.write(meta);
    }
}
