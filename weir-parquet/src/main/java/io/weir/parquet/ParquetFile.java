package io.weir.parquet;

import io.weir.error.CorruptFileException;
import io.weir.parquet.encoding.ByteSource;
import io.weir.parquet.encoding.Lanes;
import io.weir.parquet.encoding.MalformedException;
import io.weir.storage.StorageInput;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/**
 * An open file: its input, its footer, and its page indexes once somebody asked for them. Safe for
 * many threads.
 */
final class ParquetFile implements AutoCloseable {

    /** Read from the end at once: mostly the footer and the indexes are in it. */
    private static final int TAIL_BYTES = 48 << 10;

    /** Shares of the memory for pages: a byte of Thrift becomes up to so many in memory. */
    private static final int FOOTER_SHARE = 8;

    private static final int INDEX_SHARE = 32;
    private static final long THRIFT_BYTES_MIN = 1 << 20;

    /** Checked indexes of a whole file are bytes only; they may be more than one that is parsed. */
    private static final int SEALED_SHARE = 8;

    private final StorageInput input;
    private final FileFooter footer;
    private final @Nullable FooterSeal seal;
    private final long indexBytesMax;

    /** Checked index bytes of a sealed file. */
    private byte @Nullable [] indexes;

    private final Map<FileFooter.StoredChunk, OffsetIndex> offsetIndexes = new IdentityHashMap<>();

    private ParquetFile(
            StorageInput input, FileFooter footer, @Nullable FooterSeal seal, long indexBytesMax) {
        this.indexBytesMax = indexBytesMax;
        this.input = input;
        this.footer = footer;
        this.seal = seal;
    }

    StorageInput input() {
        return input;
    }

    FileFooter footer() {
        return footer;
    }

    @Nullable FooterSeal seal() {
        return seal;
    }

    CorruptFileException corrupt(String problem, Throwable cause) {
        return new CorruptFileException(input.location().toString(), problem, cause);
    }

    /**
     * Reads the end of a file. The input is closed if that fails.
     *
     * @param memoryBytes what the pages of a read may take; footer and indexes get shares of it
     */
    static ParquetFile open(StorageInput input, long memoryBytes) {
        try {
            return read(input, memoryBytes);
        } catch (MalformedException | IndexOutOfBoundsException | ArithmeticException problem) {
            CorruptFileException failure =
                    new CorruptFileException(
                            input.location().toString(),
                            "footer: " + problem.getMessage(),
                            problem);
            closeAfter(input, failure);
            throw failure;
        } catch (RuntimeException failure) {
            closeAfter(input, failure);
            throw failure;
        }
    }

    private static void closeAfter(StorageInput input, RuntimeException failure) {
        try {
            input.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static ParquetFile read(StorageInput input, long memoryBytes) {
        long size = input.sizeBytes();
        if (size < 12) {
            throw new MalformedException("the file has " + size + " bytes");
        }
        byte[] tail = readEnd(input, (int) Math.min(size, TAIL_BYTES));
        int end = tail.length - ByteSource.SLACK;
        if (!Arrays.equals(tail, end - 4, end, FileTail.MAGIC, 0, 4)) {
            boolean encrypted = tail[end - 1] == 'E' && tail[end - 4] == 'P';
            throw new MalformedException(
                    encrypted ? "the file is encrypted" : "the file does not end with PAR1");
        }
        int length = Lanes.getInt(tail, end - 8);
        if (length <= 0 || length > size - 12) {
            throw new MalformedException("a footer of " + length + " bytes in a file of " + size);
        }
        long most = Math.max(THRIFT_BYTES_MIN, memoryBytes / FOOTER_SHARE);
        if (length > most) {
            throw new MalformedException("it has " + length + " bytes, the memory allows " + most);
        }
        long wanted = length + 8L + FooterSeal.TAIL_BYTES;
        tail = longer(input, tail, wanted);
        int footerAt = tail.length - ByteSource.SLACK - 8 - length;
        FooterSeal seal = null;
        if (FooterSeal.present(tail, footerAt)) {
            int headers = FooterSeal.headerCount(tail, footerAt);
            if (headers < 0 || wanted + headers * 4L > size) {
                throw new MalformedException("checksums of " + headers + " page headers");
            }
            tail = longer(input, tail, wanted + headers * 4L);
            footerAt = tail.length - ByteSource.SLACK - 8 - length;
            long at = size - (tail.length - ByteSource.SLACK);
            seal = FooterSeal.read(tail, at, footerAt, length);
            if (seal == null) {
                throw new MalformedException("its checksum is wrong");
            }
        }
        FileMetaData meta = new FileMetaData();
        Thrift.read(meta, tail, footerAt, length);
        FileFooter footer = FileFooter.of(meta, size - 8 - length, seal);
        return new ParquetFile(
                input, footer, seal, Math.max(THRIFT_BYTES_MIN, memoryBytes / INDEX_SHARE));
    }

    private static byte[] readEnd(StorageInput input, int count) {
        byte[] bytes = new byte[count + ByteSource.SLACK];
        input.read(input.sizeBytes() - count, bytes, 0, count);
        return bytes;
    }

    private static byte[] longer(StorageInput input, byte[] tail, long wanted) {
        if (wanted <= tail.length - ByteSource.SLACK) {
            return tail;
        }
        if (wanted > input.sizeBytes() && tail.length - ByteSource.SLACK == input.sizeBytes()) {
            return tail;
        }
        return readEnd(input, (int) Math.min(Math.min(wanted, input.sizeBytes()), 1 << 30));
    }

    /** The places of a chunk's pages, null if the file does not tell. */
    synchronized @Nullable OffsetIndex offsetIndex(FileFooter.StoredChunk chunk, long rowCount) {
        OffsetIndex known = offsetIndexes.get(chunk);
        if (known != null) {
            return known;
        }
        ColumnChunk column = chunk.column();
        if (!column.isSetOffset_index_offset() || !column.isSetOffset_index_length()) {
            return null;
        }
        OffsetIndex index = new OffsetIndex();
        byte[] bytes = indexBytes(column.getOffset_index_offset(), column.getOffset_index_length());
        if (bytes == null) {
            return null;
        }
        Thrift.read(index, bytes, 0, bytes.length);
        checkPlaces(index, chunk, rowCount);
        offsetIndexes.put(chunk, index);
        return index;
    }

    private static void checkPlaces(
            OffsetIndex index, FileFooter.StoredChunk chunk, long rowCount) {
        long place = chunk.meta().getData_page_offset();
        long row = -1;
        for (PageLocation page : index.getPage_locations()) {
            if (page.getOffset() < place
                    || page.getCompressed_page_size() <= 0
                    || page.getCompressed_page_size()
                            > chunk.start() + chunk.length() - page.getOffset()
                    || page.getFirst_row_index() <= row
                    || (row < 0 && page.getFirst_row_index() != 0)
                    || page.getFirst_row_index() >= rowCount) {
                throw new MalformedException("offset index: a page at " + page);
            }
            place = page.getOffset() + page.getCompressed_page_size();
            row = page.getFirst_row_index();
        }
    }

    /** The bounds of a chunk's pages, null if the file does not tell. */
    synchronized @Nullable ColumnIndex columnIndex(FileFooter.StoredChunk chunk) {
        ColumnChunk column = chunk.column();
        if (!column.isSetColumn_index_offset() || !column.isSetColumn_index_length()) {
            return null;
        }
        byte[] bytes = indexBytes(column.getColumn_index_offset(), column.getColumn_index_length());
        if (bytes == null) {
            return null;
        }
        ColumnIndex index = new ColumnIndex();
        Thrift.read(index, bytes, 0, bytes.length);
        return index;
    }

    /** Bytes of an index; null if they are so many that the file is better read without it. */
    private byte @Nullable [] indexBytes(long offset, int length) {
        if (offset < 4 || length < 0 || length > input.sizeBytes() - offset) {
            throw new MalformedException("an index of " + length + " bytes at " + offset);
        }
        if (length > indexBytesMax) {
            return null;
        }
        if (seal == null) {
            byte[] bytes = new byte[length];
            input.read(offset, bytes, 0, length);
            return bytes;
        }
        if (seal.indexEnd() - seal.indexStart() > SEALED_SHARE * indexBytesMax) {
            return null;
        }
        byte[] all = sealedIndexes(seal);
        long from = offset - seal.indexStart();
        if (from < 0 || from + length > all.length) {
            throw new MalformedException("an index at " + offset + " is outside the indexes");
        }
        return Arrays.copyOfRange(all, (int) from, (int) from + length);
    }

    private byte[] sealedIndexes(FooterSeal found) {
        if (indexes == null) {
            long length = found.indexEnd() - found.indexStart();
            if (found.indexStart() < 4 || length < 0) {
                throw new MalformedException("indexes of " + length + " bytes");
            }
            byte[] bytes = new byte[(int) length];
            input.read(found.indexStart(), bytes, 0, bytes.length);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            if ((int) crc.getValue() != found.indexCrc()) {
                throw new MalformedException("the checksum of the page indexes is wrong");
            }
            indexes = bytes;
        }
        return indexes;
    }

    @Override
    public void close() {
        input.close();
    }
}
