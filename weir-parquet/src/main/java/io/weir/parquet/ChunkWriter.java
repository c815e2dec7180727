package io.weir.parquet;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Validity;
import io.weir.error.InvalidRequestException;
import io.weir.parquet.encoding.Bits;
import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.Hybrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * Makes the pages of one leaf column, row group after row group. Pages are compressed when they are
 * full and kept until the row group is written, the dictionary first.
 */
final class ChunkWriter {

    /** Rows of a page, as the reference has it. */
    static final int PAGE_ROWS_MAX = 20_000;

    /** Rows taken in before it is looked whether the page is full. */
    private static final int SLICE_ROWS = 1024;

    /** Pages smaller than this say nothing about how well a column compresses. */
    private static final int TELLING_BYTES = 4096;

    /** A chunk that compression makes no smaller than this is stored: to read it costs nothing. */
    private static final double STORE_RATIO = 0.9;

    private final LeafColumn leaf;
    private final ValueEncoder encoder;
    private final Codec.Compressor compressor;
    private final int pageBytes;
    private final ByteSink raw = new ByteSink(1 << 12);
    private final CRC32 crc = new CRC32();

    private int pageRows;
    private int pageSlots;
    private int pageNulls;
    private long[] valid = new long[Validity.wordCount(PAGE_ROWS_MAX) + 2];
    private int[] definitions = new int[0];
    private int[] repetitions = new int[0];
    private int[] rows = new int[0];

    private List<Page> pages = new ArrayList<>();
    private long compressedBytes;
    private long rawBytes;
    private boolean store;
    private final ValueBounds chunkBounds;
    private final ValueBounds fileBounds;
    private long chunkNulls;
    private long chunkValues;
    private long fileNulls;

    ChunkWriter(LeafColumn leaf, Codec.Compressor compressor, WriteSettings settings) {
        this.leaf = leaf;
        this.encoder = leaf.encoder(settings.dictionary());
        this.chunkBounds = leaf.bounds();
        this.fileBounds = leaf.bounds();
        this.compressor = compressor;
        this.pageBytes = settings.pageBytes();
    }

    LeafColumn leaf() {
        return leaf;
    }

    /** A finished page. */
    record Page(
            byte[] header,
            byte[] body,
            int rawBytes,
            int rowCount,
            Encoding encoding,
            boolean allNull,
            byte[] min,
            byte[] max,
            boolean bounded,
            int nullCount) {}

    /** Takes rows of a column without nesting. */
    void write(ColumnVector column, int from, int count) {
        int row = from;
        int end = from + count;
        while (row < end) {
            int slice = slice(column, row, Math.min(end - row, PAGE_ROWS_MAX - pageRows));
            Validity validity = column.validity();
            if (validity.allValid()) {
                encoder.append(column, row, slice);
                if (pageNulls > 0) {
                    Bits.setRange(valid, pageRows, slice);
                }
            } else {
                appendNullable(column, validity, row, slice);
            }
            pageRows += slice;
            pageSlots += slice;
            row += slice;
            closeFullPage();
        }
    }

    /** How many rows to take before it is looked whether the page is full: few if they are long. */
    private int slice(ColumnVector column, int from, int most) {
        int rowsMax = Math.min(SLICE_ROWS, most);
        if (column instanceof BytesVector bytes) {
            int[] offsets = bytes.offsets();
            int slice = rowsMax;
            while (slice > 1 && offsets[from + slice] - offsets[from] > pageBytes) {
                slice /= 2;
            }
            return slice;
        }
        if (column instanceof DictionaryVector words) {
            BytesVector dictionary = words.dictionary();
            int size = dictionary.length();
            long bytes = (long) dictionary.offsets()[size] - dictionary.offsets()[0];
            // The mean length tells; one word that is longer than a page by itself may overshoot.
            long mean = size == 0 ? 0 : bytes / size;
            return (int) Math.max(1, Math.min(rowsMax, 4L * pageBytes / Math.max(1, mean)));
        }
        return rowsMax;
    }

    private void appendNullable(ColumnVector column, Validity validity, int from, int count) {
        long[] words = validity.words();
        if (words == null) {
            throw new IllegalStateException("no validity words");
        }
        if (rows.length < count) {
            rows = new int[Math.max(count, SLICE_ROWS)];
        }
        int present = validRows(words, from, count, rows);
        if (present < count) {
            if (leaf.definitionMax() == 0) {
                throw new InvalidRequestException(
                        "column " + leaf.name() + " is NOT NULL, but a value is null");
            }
            if (pageNulls == 0) {
                Arrays.fill(valid, 0);
                Bits.setRange(valid, 0, pageRows);
            }
            pageNulls += count - present;
        }
        if (pageNulls > 0) {
            Bits.copy(words, from, valid, pageRows, count);
        }
        if (present == count) {
            encoder.append(column, from, count);
        } else {
            encoder.append(column, rows, present);
        }
    }

    private static int validRows(long[] words, int from, int count, int[] rows) {
        int found = 0;
        for (int done = 0; done < count; done += 64) {
            long bits = Bits.get(words, from + done);
            if (count - done < 64) {
                bits &= (1L << (count - done)) - 1;
            }
            while (bits != 0) {
                rows[found++] = from + done + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
            }
        }
        return found;
    }

    /**
     * Takes whole rows of a nested column as levels.
     *
     * @param slots one a level entry; its row is that of the leaf vector or -1 when a value further
     *     out is null or empty
     * @param rowCount the rows of the table these are
     */
    void write(ColumnVector column, Slots slots, int rowCount) {
        if (definitions.length < pageSlots + slots.count()) {
            int length = Math.max(pageSlots + slots.count(), definitions.length * 2);
            definitions = Arrays.copyOf(definitions, length);
            repetitions = Arrays.copyOf(repetitions, length);
        }
        if (rows.length < slots.count()) {
            rows = new int[slots.count()];
        }
        int present = 0;
        for (int slot = 0; slot < slots.count(); slot++) {
            int row = slots.rows()[slot];
            int definition = slots.definitions()[slot];
            if (row >= 0) {
                if (!leaf.nullable() || !column.isNull(row)) {
                    definition += leaf.nullable() ? 1 : 0;
                    rows[present++] = row;
                    checkNotNull(column, row);
                }
            }
            definitions[pageSlots + slot] = definition;
            repetitions[pageSlots + slot] = slots.repetitions()[slot];
        }
        encoder.append(column, rows, present);
        pageNulls += slots.count() - present;
        pageSlots += slots.count();
        pageRows += rowCount;
        closeFullPage();
    }

    private void checkNotNull(ColumnVector column, int row) {
        if (!leaf.nullable() && column.isNull(row)) {
            throw new InvalidRequestException(
                    "column " + leaf.name() + " is NOT NULL, but a value is null");
        }
    }

    private void closeFullPage() {
        if (pageRows >= PAGE_ROWS_MAX
                || encoder.pendingBytes() >= pageBytes
                || pageSlots >= 16 * PAGE_ROWS_MAX) {
            closePage();
        }
    }

    /** About the bytes of the chunk so far, before compression. */
    long rawBytes() {
        return rawBytes + encoder.pendingBytes() + encoder.dictionaryBytes();
    }

    /**
     * About the bytes of the chunk so far, compressed; those pending as well as the others were.
     */
    long sizeBytesEstimate() {
        long pending = encoder.pendingBytes();
        double ratio = rawBytes == 0 ? 0.5 : (double) compressedBytes / rawBytes;
        return compressedBytes + (long) ((pending + encoder.dictionaryBytes()) * ratio);
    }

    private void closePage() {
        if (pageSlots == 0) {
            return;
        }
        raw.clear();
        putLevels();
        Encoding encoding = encoder.encodePage(raw);
        byte[] body = compress(encoding != Encoding.RLE_DICTIONARY);
        ValueBounds bounds = encoder.pageBounds();
        PageHeader header = header(PageType.DATA_PAGE, body);
        header.setData_page_header(
                new DataPageHeader(pageSlots, encoding, Encoding.RLE, Encoding.RLE));
        boolean bounded = leaf.hasStatistics() && bounds.known();
        byte[] min = bounded ? leaf.cutMin(bounds.min()) : new byte[0];
        byte[] max = bounded ? leaf.cutMax(bounds.max()) : null;
        pages.add(
                new Page(
                        Thrift.write(header),
                        body,
                        raw.length(),
                        pageRows,
                        encoding,
                        pageNulls == pageSlots,
                        min,
                        max == null ? new byte[0] : max,
                        max != null,
                        pageNulls));
        chunkBounds.include(bounds);
        rawBytes += raw.length();
        compressedBytes += body.length;
        chunkNulls += pageNulls;
        chunkValues += pageSlots;
        pageRows = 0;
        pageSlots = 0;
        pageNulls = 0;
    }

    /** Levels, each kind after its length in bytes. */
    private void putLevels() {
        if (leaf.repetitionMax() > 0) {
            putLevels(repetitions, leaf.repetitionMax());
        }
        if (leaf.definitionMax() == 0) {
            return;
        }
        if (leaf.nested()) {
            putLevels(definitions, leaf.definitionMax());
            return;
        }
        int at = raw.length();
        raw.putInt(0);
        if (pageNulls == 0 || pageNulls == pageSlots) {
            Hybrid.putRun(pageNulls == 0 ? 1 : 0, pageSlots, 1, raw);
        } else {
            Hybrid.putBits(valid, pageSlots, raw);
        }
        io.weir.parquet.encoding.Lanes.putInt(raw.bytes(), at, raw.length() - at - 4);
    }

    private void putLevels(int[] levels, int max) {
        int at = raw.length();
        raw.putInt(0);
        Hybrid.encode(levels, pageSlots, 32 - Integer.numberOfLeadingZeros(max), raw);
        io.weir.parquet.encoding.Lanes.putInt(raw.bytes(), at, raw.length() - at - 4);
    }

    /**
     * Compresses the page, unless the first one of a chunk showed that there is nothing to gain;
     * the chunk is then stored as it is.
     */
    private byte[] compress(boolean mayStore) {
        if (pages.isEmpty()) {
            store = compressor.codec() == CompressionCodec.UNCOMPRESSED;
        }
        if (store) {
            return raw.toArray();
        }
        byte[] body = compressor.compress(raw.bytes(), raw.length());
        if (mayStore
                && pages.isEmpty()
                && raw.length() >= TELLING_BYTES
                && body.length > raw.length() * STORE_RATIO) {
            store = true;
            return raw.toArray();
        }
        return body;
    }

    private PageHeader header(PageType type, byte[] body) {
        crc.reset();
        crc.update(body, 0, body.length);
        PageHeader header = new PageHeader(type, raw.length(), body.length);
        header.setCrc((int) crc.getValue());
        return header;
    }

    /** The pages of the row group; the chunk is empty afterwards. */
    FinishedChunk finish() {
        closePage();
        Page dictionary = encoder.hasDictionary() ? dictionaryPage() : null;
        FinishedChunk chunk =
                new FinishedChunk(
                        leaf,
                        store ? CompressionCodec.UNCOMPRESSED : compressor.codec(),
                        dictionary,
                        pages,
                        chunkValues,
                        chunkNulls,
                        leaf.hasStatistics() && chunkBounds.known() ? chunkBounds.min() : null,
                        leaf.hasStatistics() && chunkBounds.known() ? chunkBounds.max() : null);
        fileBounds.include(chunkBounds);
        fileNulls += chunkNulls;
        pages = new ArrayList<>();
        chunkBounds.clear();
        chunkNulls = 0;
        chunkValues = 0;
        rawBytes = 0;
        compressedBytes = 0;
        encoder.startChunk();
        return chunk;
    }

    private Page dictionaryPage() {
        raw.clear();
        encoder.encodeDictionary(raw);
        byte[] body = store ? raw.toArray() : compressor.compress(raw.bytes(), raw.length());
        PageHeader header = header(PageType.DICTIONARY_PAGE, body);
        header.setDictionary_page_header(
                new DictionaryPageHeader(encoder.dictionarySize(), Encoding.PLAIN));
        byte[] none = new byte[0];
        return new Page(
                Thrift.write(header),
                body,
                raw.length(),
                0,
                Encoding.PLAIN,
                false,
                none,
                none,
                false,
                0);
    }

    /** Exact bounds of all chunks so far. */
    io.weir.format.ColumnStatistics statistics() {
        return new io.weir.format.ColumnStatistics(fileBounds.vector(), fileNulls);
    }
}
