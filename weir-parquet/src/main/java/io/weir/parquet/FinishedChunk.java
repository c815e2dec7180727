package io.weir.parquet;

import java.util.List;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one column of a row group, ready to be written.
 *
 * @param valueCount level entries, nulls included
 * @param min least value in PLAIN form, null when unknown
 * @param max greatest value in PLAIN form, null when unknown
 */
record FinishedChunk(
        LeafColumn leaf,
        CompressionCodec codec,
        ChunkWriter.@Nullable Page dictionary,
        List<ChunkWriter.Page> pages,
        long valueCount,
        long nullCount,
        byte @Nullable [] min,
        byte @Nullable [] max) {}
