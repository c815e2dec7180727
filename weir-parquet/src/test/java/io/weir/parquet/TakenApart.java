package io.weir.parquet;

import io.weir.parquet.encoding.Lanes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * A file in its parts, to be changed and put together again so that all offsets and checksums are
 * right once more: what is then wrong in it must be found by the decoders behind them.
 */
final class TakenApart {

    /** A page: its header, and its body as it is stored. */
    static final class Page {
        PageHeader header = new PageHeader();
        byte[] body = new byte[0];
    }

    /** A column of a row group. */
    static final class Chunk {
        final List<Page> pages = new ArrayList<>();
        @Nullable ColumnIndex columnIndex;
        @Nullable OffsetIndex offsetIndex;
    }

    final FileMetaData meta;
    final List<Chunk> chunks = new ArrayList<>();
    boolean sealed;

    private TakenApart(FileMetaData meta, boolean sealed) {
        this.meta = meta;
        this.sealed = sealed;
    }

    static TakenApart of(byte[] file) {
        byte[] bytes = Arrays.copyOf(file, file.length + 16);
        int length = Lanes.getInt(bytes, file.length - 8);
        int footerAt = file.length - 8 - length;
        FileMetaData meta = new FileMetaData();
        Thrift.read(meta, bytes, footerAt, length);
        TakenApart parts = new TakenApart(meta, FooterSeal.present(bytes, footerAt));
        for (RowGroup group : meta.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                parts.chunks.add(chunk(bytes, column));
            }
        }
        return parts;
    }

    private static Chunk chunk(byte[] bytes, ColumnChunk column) {
        ColumnMetaData meta = column.getMeta_data();
        Chunk chunk = new Chunk();
        long start =
                meta.getDictionary_page_offset() > 0
                        ? meta.getDictionary_page_offset()
                        : meta.getData_page_offset();
        int at = (int) start;
        while (at < start + meta.getTotal_compressed_size()) {
            Page page = new Page();
            at += Thrift.read(page.header, bytes, at, bytes.length - at);
            int end = at + page.header.getCompressed_page_size();
            page.body = Arrays.copyOfRange(bytes, at, end);
            chunk.pages.add(page);
            at = end;
        }
        if (column.isSetColumn_index_offset()) {
            ColumnIndex index = new ColumnIndex();
            Thrift.read(
                    index,
                    bytes,
                    (int) column.getColumn_index_offset(),
                    column.getColumn_index_length());
            chunk.columnIndex = index;
        }
        if (column.isSetOffset_index_offset()) {
            OffsetIndex index = new OffsetIndex();
            Thrift.read(
                    index,
                    bytes,
                    (int) column.getOffset_index_offset(),
                    column.getOffset_index_length());
            chunk.offsetIndex = index;
        }
        return chunk;
    }

    byte[] together() {
        return together(meta -> {});
    }

    /**
     * Puts the parts together.
     *
     * @param last changes the footer after its offsets were set
     */
    byte[] together(Consumer<FileMetaData> last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FileTail.MAGIC);
        List<Integer> headerCrcs = new ArrayList<>();
        int next = 0;
        FileMetaData told = meta.deepCopy();
        List<ColumnChunk> columns = new ArrayList<>();
        for (RowGroup group : told.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                put(chunks.get(next++), column, out, headerCrcs);
                columns.add(column);
            }
        }
        int indexStart = out.size();
        CRC32 crc = new CRC32();
        for (int chunk = 0; chunk < columns.size(); chunk++) {
            putIndexes(chunks.get(chunk), columns.get(chunk), out, crc);
        }
        last.accept(told);
        byte[] footer = Thrift.write(told);
        if (sealed) {
            int[] crcs = headerCrcs.stream().mapToInt(Integer::intValue).toArray();
            out.writeBytes(
                    FooterSeal.write(crcs, crcs.length, indexStart, (int) crc.getValue(), footer));
        }
        out.writeBytes(footer);
        byte[] length = new byte[4];
        Lanes.putInt(length, 0, footer.length);
        out.writeBytes(length);
        out.writeBytes(FileTail.MAGIC);
        return out.toByteArray();
    }

    private static void put(
            Chunk chunk, ColumnChunk column, ByteArrayOutputStream out, List<Integer> crcs) {
        ColumnMetaData meta = column.getMeta_data();
        int start = out.size();
        List<PageLocation> places =
                chunk.offsetIndex == null ? List.of() : chunk.offsetIndex.getPage_locations();
        int data = 0;
        for (Page page : chunk.pages) {
            int at = out.size();
            boolean dictionary = page.header.getType() == PageType.DICTIONARY_PAGE;
            if (dictionary && at == start) {
                meta.setDictionary_page_offset(at);
            } else if (data == 0) {
                meta.setData_page_offset(at);
            }
            CRC32 crc = new CRC32();
            if (page.header.isSetCrc()) {
                crc.update(page.body);
                page.header.setCrc((int) crc.getValue());
            }
            byte[] header = Thrift.write(page.header);
            crc.reset();
            crc.update(header);
            crcs.add((int) crc.getValue());
            out.writeBytes(header);
            out.writeBytes(page.body);
            if (!dictionary && data < places.size()) {
                places.get(data).setOffset(at);
                places.get(data).setCompressed_page_size(out.size() - at);
            }
            data += dictionary ? 0 : 1;
        }
        meta.setTotal_compressed_size(out.size() - start);
        meta.unsetBloom_filter_offset();
    }

    private static void putIndexes(
            Chunk chunk, ColumnChunk column, ByteArrayOutputStream out, CRC32 crc) {
        if (chunk.columnIndex != null) {
            byte[] bytes = Thrift.write(chunk.columnIndex);
            column.setColumn_index_offset(out.size());
            column.setColumn_index_length(bytes.length);
            out.writeBytes(bytes);
            crc.update(bytes);
        }
        if (chunk.offsetIndex != null) {
            byte[] bytes = Thrift.write(chunk.offsetIndex);
            column.setOffset_index_offset(out.size());
            column.setOffset_index_length(bytes.length);
            out.writeBytes(bytes);
            crc.update(bytes);
        }
    }
}
