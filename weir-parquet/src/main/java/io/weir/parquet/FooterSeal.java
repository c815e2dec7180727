package io.weir.parquet;

import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.Lanes;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of what Parquet has none for, in the bytes just before the footer, where readers that
 * do not know of them do not look.
 *
 * <p>{@code seal := crc32(page header){headers} headers:int indexStart:long crc32(indexes):int
 * crc32(seal so far, footer):int magic:8}, little endian. The headers are those of all pages in
 * file order, dictionary pages included; the indexes are all bytes from {@code indexStart} to the
 * seal. With the checksums of the pages' bodies every byte that is read is then covered.
 *
 * @param headerCrcs checksum of each page header, in file order
 * @param indexStart where the column and offset indexes begin
 * @param indexEnd where they end and the seal begins
 * @param indexCrc checksum of the bytes between
 */
record FooterSeal(int[] headerCrcs, long indexStart, long indexEnd, int indexCrc) {

    /** Bytes after the header checksums. */
    static final int TAIL_BYTES = 28;

    private static final long MAGIC = 0x314C_4145_5352_4957L;

    /** The bytes of a seal for a footer. */
    static byte[] write(int[] headerCrcs, int count, long indexStart, int indexCrc, byte[] footer) {
        ByteSink sink = new ByteSink(count * 4 + TAIL_BYTES);
        for (int header = 0; header < count; header++) {
            sink.putInt(headerCrcs[header]);
        }
        sink.putInt(count);
        sink.putLong(indexStart);
        sink.putInt(indexCrc);
        CRC32 crc = new CRC32();
        crc.update(sink.bytes(), 0, sink.length());
        crc.update(footer, 0, footer.length);
        sink.putInt((int) crc.getValue());
        sink.putLong(MAGIC);
        return sink.toArray();
    }

    /** Whether the 28 bytes before a footer are the end of a seal. */
    static boolean present(byte[] bytes, int footerAt) {
        return footerAt >= TAIL_BYTES && Lanes.getLong(bytes, footerAt - 8) == MAGIC;
    }

    /** How many header checksums the seal says it has. */
    static int headerCount(byte[] bytes, int footerAt) {
        return Lanes.getInt(bytes, footerAt - TAIL_BYTES);
    }

    /**
     * Reads and checks the seal before a footer.
     *
     * @param bytes the end of the file, at least from the seal's first byte on
     * @param at where in the file {@code bytes} begins
     * @return null if the checksum is wrong
     */
    static @Nullable FooterSeal read(byte[] bytes, long at, int footerAt, int footerLength) {
        int count = headerCount(bytes, footerAt);
        int start = footerAt - TAIL_BYTES - count * 4;
        CRC32 crc = new CRC32();
        crc.update(bytes, start, footerAt - 12 - start);
        crc.update(bytes, footerAt, footerLength);
        if ((int) crc.getValue() != Lanes.getInt(bytes, footerAt - 12)) {
            return null;
        }
        int[] headers = new int[count];
        for (int header = 0; header < count; header++) {
            headers[header] = Lanes.getInt(bytes, start + header * 4);
        }
        return new FooterSeal(
                headers,
                Lanes.getLong(bytes, footerAt - 24),
                at + start,
                Lanes.getInt(bytes, footerAt - 16));
    }
}
