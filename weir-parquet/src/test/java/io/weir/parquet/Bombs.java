package io.weir.parquet;

import com.github.luben.zstd.ZstdOutputStream;
import io.weir.data.Batch;
import io.weir.data.ColumnVector;
import io.weir.data.IntVector;
import io.weir.data.Validity;
import io.weir.parquet.encoding.ByteSink;
import io.weir.parquet.encoding.Delta;
import io.weir.parquet.encoding.Hybrid;
import io.weir.type.DataType;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;

/** Small files whose pages stand for more than a small heap holds, or say that they do. */
final class Bombs {

    static final RowType NUMBERS = RowType.of(Field.of(0, "a", DataType.integer()));
    static final RowType TEXTS = RowType.of(Field.of(0, "a", DataType.string()));
    static final RowType LISTS = RowType.of(Field.of(0, "a", DataType.array(DataType.integer())));

    private static final int HUGE = 400_000_000;

    private Bombs() {}

    /** A bomb and the type to read it as. */
    record Bomb(byte[] file, RowType type) {}

    static Map<String, Bomb> all() throws IOException {
        Map<String, Bomb> bombs = new LinkedHashMap<>();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        zeros(new GZIPOutputStream(gzip));
        bombs.put("gzip", numbers(CompressionCodec.GZIP, gzip.toByteArray(), HUGE, 10));
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        zeros(new ZstdOutputStream(zstd));
        bombs.put("zstd", numbers(CompressionCodec.ZSTD, zstd.toByteArray(), HUGE, 10));
        for (CompressionCodec codec :
                List.of(
                        CompressionCodec.ZSTD,
                        CompressionCodec.GZIP,
                        CompressionCodec.SNAPPY,
                        CompressionCodec.LZ4_RAW,
                        CompressionCodec.LZ4)) {
            byte[] garbage = new byte[9_000_000];
            bombs.put("garbage as " + codec, numbers(codec, garbage, Integer.MAX_VALUE - 100, 10));
        }
        bombs.put("nulls", nulls(NUMBERS, 1 << 29, 1));
        bombs.put("list of nulls", nulls(LISTS, 1 << 27, 0));
        bombs.put("shared prefixes", prefixes());
        return bombs;
    }

    private static void zeros(OutputStream out) throws IOException {
        byte[] zeros = new byte[1 << 20];
        try (out) {
            for (int at = 0; at < HUGE; at += zeros.length) {
                out.write(zeros, 0, Math.min(zeros.length, HUGE - at));
            }
        }
    }

    /** A file of one column, whose only page is replaced. */
    private static Bomb file(
            RowType type,
            CompressionCodec codec,
            byte[] body,
            int raw,
            int values,
            long rows,
            Encoding encoding) {
        ColumnVector column =
                type == NUMBERS
                        ? new IntVector(new int[] {1}, 1, Validity.ALL)
                        : new RandomColumns(1).vector(type.type(0).notNull(), 1);
        byte[] file =
                Files.write(
                        type,
                        List.of(new Batch(1, new ColumnVector[] {column})),
                        Files.options("none", 0, Map.of("parquet.enable.dictionary", "false")));
        TakenApart parts = TakenApart.of(file);
        TakenApart.Page page = parts.chunks.get(0).pages.get(0);
        page.body = body;
        page.header.setCompressed_page_size(body.length);
        page.header.setUncompressed_page_size(raw);
        page.header.setData_page_header(
                new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
        return new Bomb(
                parts.together(
                        meta -> {
                            meta.setNum_rows(rows);
                            meta.getRow_groups().get(0).setNum_rows(rows);
                            ColumnMetaData column0 =
                                    meta.getRow_groups().get(0).getColumns().get(0).getMeta_data();
                            column0.setNum_values(values);
                            column0.setCodec(codec);
                        }),
                type);
    }

    private static Bomb numbers(CompressionCodec codec, byte[] body, int raw, int values) {
        return file(NUMBERS, codec, body, raw, values, values, Encoding.PLAIN);
    }

    /** A page of level 0 only, in a few bytes; of a list, all in one row. */
    private static Bomb nulls(RowType type, int count, int rowsPerValue) {
        ByteSink sink = new ByteSink(64);
        if (rowsPerValue == 0) {
            ByteSink levels = new ByteSink(16);
            Hybrid.putRun(0, 1, 1, levels);
            Hybrid.putRun(1, count - 1, 1, levels);
            sink.putInt(levels.length());
            sink.put(levels.bytes(), 0, levels.length());
        }
        ByteSink levels = new ByteSink(16);
        Hybrid.putRun(rowsPerValue == 0 ? 2 : 0, count, rowsPerValue == 0 ? 2 : 1, levels);
        sink.putInt(levels.length());
        sink.put(levels.bytes(), 0, levels.length());
        byte[] body = sink.toArray();
        return file(
                type,
                CompressionCodec.UNCOMPRESSED,
                body,
                body.length,
                count,
                rowsPerValue == 0 ? 1 : count,
                Encoding.PLAIN);
    }

    /** One string of a megabyte that a thousand others repeat. */
    private static Bomb prefixes() {
        int count = 1000;
        int length = 1 << 20;
        ByteSink sink = new ByteSink(1 << 20);
        ByteSink levels = new ByteSink(16);
        Hybrid.putRun(1, count, 1, levels);
        sink.putInt(levels.length());
        sink.put(levels.bytes(), 0, levels.length());
        long[] shared = new long[count];
        java.util.Arrays.fill(shared, 1, count, length);
        Delta.encode(shared, count, true, sink);
        long[] rests = new long[count];
        rests[0] = length;
        Delta.encode(rests, count, true, sink);
        sink.put(new byte[length], 0, length);
        byte[] body = sink.toArray();
        return file(
                TEXTS,
                CompressionCodec.UNCOMPRESSED,
                body,
                body.length,
                count,
                count,
                Encoding.DELTA_BYTE_ARRAY);
    }
}
