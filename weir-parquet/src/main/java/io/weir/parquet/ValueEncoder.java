package io.weir.parquet;

import io.weir.data.ColumnVector;
import io.weir.parquet.encoding.ByteSink;
import org.apache.parquet.format.Encoding;

/**
 * Collects the values of a leaf column that are not null and encodes them page by page. Chooses the
 * encoding of a chunk by its first values. One thread at a time.
 */
interface ValueEncoder {

    /** Takes {@code source[from .. from + count)}, none of which is null. */
    void append(ColumnVector source, int from, int count);

    /** Takes {@code source[rows[0 .. count)]}, none of which is null. */
    void append(ColumnVector source, int[] rows, int count);

    /** About the bytes the pending values will take in a page. */
    long pendingBytes();

    /**
     * Appends the pending values to a page and forgets them. Their bounds are then in {@link
     * #pageBounds}.
     *
     * @return how they are encoded
     */
    Encoding encodePage(ByteSink page);

    /** Bounds of the page encoded last. */
    ValueBounds pageBounds();

    /** Whether pages of the chunk, the pending one included, refer to a dictionary. */
    boolean hasDictionary();

    /** Number of values in the dictionary. */
    int dictionarySize();

    /** Bytes of memory the dictionary takes. */
    long dictionaryBytes();

    /** Appends the values of the dictionary in PLAIN form. */
    void encodeDictionary(ByteSink page);

    /** Starts a new chunk; nothing may be pending. */
    void startChunk();
}
