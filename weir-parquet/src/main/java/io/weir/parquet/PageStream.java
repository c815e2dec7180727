package io.weir.parquet;

import io.weir.parquet.encoding.ByteSource;
import io.weir.parquet.encoding.MalformedException;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one chunk, forward. Bytes come through a window, so that a chunk is never in memory
 * as a whole; a page is uncompressed only if its body is asked for.
 */
final class PageStream {

    /** Bytes read at once: few at first and after a jump, more as reading goes on. */
    private static final int WINDOW_BYTES_MIN = 64 << 10;

    private static final int WINDOW_BYTES_MAX = 192 << 10;

    private static final int HEADER_BYTES_MAX = 16 << 20;
    private static final int PAGE_VALUES_MAX = 1 << 30;

    private final ParquetFile file;
    private final FileFooter.StoredChunk chunk;
    private final CRC32 crc = new CRC32();
    private final long end;

    private byte[] window = new byte[0];
    private int windowBytes = WINDOW_BYTES_MIN;
    private long windowStart;
    private int windowLength;

    private long position;
    private int headersRead;
    private PageHeader header = new PageHeader();
    private long bodyAt;

    PageStream(ParquetFile file, FileFooter.StoredChunk chunk) {
        this.file = file;
        this.chunk = chunk;
        this.position = chunk.start();
        this.end = chunk.start() + chunk.length();
    }

    /** Lends bytes that were read together with a neighbour's; they are not changed. */
    void lend(byte[] bytes, long start) {
        window = bytes;
        windowStart = start;
        windowLength = bytes.length;
    }

    /** Goes to a page told by the offset index, the {@code page}th data page of the chunk. */
    void jump(long offset, int page) {
        position = offset;
        windowBytes = WINDOW_BYTES_MIN;
        headersRead = page + (chunk.hasDictionary() ? 1 : 0);
    }

    /** Whether bytes of the chunk are left. */
    boolean hasMore() {
        return position < end;
    }

    /** Reads the next page's header; false at the end of the chunk. */
    boolean next() {
        while (position < end) {
            readHeader();
            if (header.getType() == PageType.DATA_PAGE
                    || header.getType() == PageType.DATA_PAGE_V2
                    || header.getType() == PageType.DICTIONARY_PAGE) {
                return true;
            }
            if (chunk.firstHeader() >= 0) {
                throw new MalformedException("a page of type " + header.getType());
            }
        }
        return false;
    }

    private void readHeader() {
        int want = 256;
        while (true) {
            int at = ensure(position, (int) Math.min(want, end - position));
            int there = length(at);
            header = new PageHeader();
            try {
                int taken = Thrift.read(header, window, at, there);
                checkHeader(at, taken);
                bodyAt = position + taken;
                break;
            } catch (MalformedException problem) {
                if (there >= end - position || there >= HEADER_BYTES_MAX) {
                    throw problem;
                }
                want = (int) Math.min(Math.max(there, want) * 4L, HEADER_BYTES_MAX);
            }
        }
        headersRead++;
        long size = header.getCompressed_page_size();
        if (size < 0 || size > end - bodyAt || header.getUncompressed_page_size() < 0) {
            throw new MalformedException(
                    "a page of " + size + " bytes, " + (end - bodyAt) + " are left");
        }
        position = bodyAt + size;
        checkParts();
    }

    /** Bytes of the window from a place on that belong to the chunk. */
    private int length(int at) {
        long last = Math.min(windowStart + windowLength, end);
        return (int) (last - windowStart) - at;
    }

    private void checkHeader(int at, int length) {
        FooterSeal seal = file.seal();
        if (seal == null || chunk.firstHeader() < 0) {
            return;
        }
        crc.reset();
        crc.update(window, at, length);
        int number = chunk.firstHeader() + headersRead;
        if (number >= seal.headerCrcs().length
                || seal.headerCrcs()[number] != (int) crc.getValue()) {
            throw new MalformedException("checksum of page header " + headersRead + " is wrong");
        }
        if (!header.isSetCrc()) {
            throw new MalformedException("page " + headersRead + " has no checksum");
        }
    }

    private void checkParts() {
        boolean there =
                header.getType() != null
                        && switch (header.getType()) {
                            case DATA_PAGE -> header.getData_page_header() != null;
                            case DATA_PAGE_V2 -> header.getData_page_header_v2() != null;
                            case DICTIONARY_PAGE -> header.getDictionary_page_header() != null;
                            case INDEX_PAGE -> true;
                        };
        if (!there) {
            throw new MalformedException("page " + headersRead + " has no header of its type");
        }
        if (header.getType() != PageType.INDEX_PAGE
                && (valueCount() < 0 || valueCount() > PAGE_VALUES_MAX)) {
            throw new MalformedException("a page of " + valueCount() + " values");
        }
    }

    boolean isDictionary() {
        return header.getType() == PageType.DICTIONARY_PAGE;
    }

    /** Values of the page, nulls included. */
    int valueCount() {
        return switch (header.getType()) {
            case DATA_PAGE -> header.getData_page_header().getNum_values();
            case DATA_PAGE_V2 -> header.getData_page_header_v2().getNum_values();
            default -> header.getDictionary_page_header().getNum_values();
        };
    }

    /** Rows of the page; -1 if only its levels tell. */
    int rowCount() {
        return header.getType() == PageType.DATA_PAGE_V2
                ? header.getData_page_header_v2().getNum_rows()
                : -1;
    }

    Encoding encoding() {
        Encoding encoding =
                switch (header.getType()) {
                    case DATA_PAGE -> header.getData_page_header().getEncoding();
                    case DATA_PAGE_V2 -> header.getData_page_header_v2().getEncoding();
                    default -> header.getDictionary_page_header().getEncoding();
                };
        if (encoding == null) {
            throw new MalformedException("a page of an unknown encoding");
        }
        return encoding;
    }

    /** The header of version 2, null for pages of version 1. */
    @Nullable DataPageHeaderV2 v2() {
        return header.getType() == PageType.DATA_PAGE_V2 ? header.getData_page_header_v2() : null;
    }

    /** The header of version 1; only for such pages. */
    DataPageHeader v1() {
        return header.getData_page_header();
    }

    /** Bytes of the page in the file. */
    long storedLength() {
        return header.getCompressed_page_size();
    }

    int rawLength() {
        return header.getUncompressed_page_size();
    }

    /**
     * Uncompresses the page.
     *
     * @param reuse used for the result if it is large enough
     * @return {@link #rawLength} bytes and slack
     */
    byte[] body(byte[] reuse) {
        int stored = header.getCompressed_page_size();
        int at = ensure(bodyAt, stored);
        if (header.isSetCrc()) {
            crc.reset();
            crc.update(window, at, stored);
            if ((int) crc.getValue() != header.getCrc()) {
                throw new MalformedException("the checksum of page " + headersRead + " is wrong");
            }
        }
        int raw = header.getUncompressed_page_size();
        DataPageHeaderV2 v2 = v2();
        if (v2 == null) {
            return Codec.uncompress(chunk.meta().getCodec(), window, at, stored, 0, raw, reuse);
        }
        long levels =
                (long) v2.getDefinition_levels_byte_length()
                        + v2.getRepetition_levels_byte_length();
        if (v2.getDefinition_levels_byte_length() < 0
                || v2.getRepetition_levels_byte_length() < 0
                || levels > stored
                || levels > raw) {
            throw new MalformedException("levels of " + levels + " bytes in a page of " + stored);
        }
        boolean compressed = !v2.isSetIs_compressed() || v2.isIs_compressed();
        int keep = (int) levels;
        byte[] body =
                Codec.uncompress(
                        compressed && raw > keep
                                ? chunk.meta().getCodec()
                                : org.apache.parquet.format.CompressionCodec.UNCOMPRESSED,
                        window,
                        at + keep,
                        compressed && raw == keep ? 0 : stored - keep,
                        keep,
                        raw - keep,
                        reuse);
        System.arraycopy(window, at, body, 0, keep);
        return body;
    }

    /** Makes bytes of the file be in the window and returns where. */
    private int ensure(long from, int length) {
        if (from >= windowStart && from + length <= windowStart + windowLength) {
            return (int) (from - windowStart);
        }
        int wanted = (int) Math.min(Math.max(length, windowBytes), end - from);
        windowBytes = Math.min(windowBytes * 2, WINDOW_BYTES_MAX);
        if (wanted < length) {
            throw new MalformedException(length + " bytes wanted at " + from);
        }
        // A lent window is shared: it is replaced, not overwritten.
        if (window.length - ByteSource.SLACK < wanted || windowLength == window.length) {
            window = new byte[wanted + ByteSource.SLACK];
        }
        file.input().read(from, window, 0, wanted);
        windowStart = from;
        windowLength = wanted;
        return 0;
    }
}
