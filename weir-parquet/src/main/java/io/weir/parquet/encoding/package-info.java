/**
 * Values to page bytes and back: the encodings of Parquet as static loops over primitive arrays.
 *
 * <p>Start with {@link io.weir.parquet.encoding.ByteSink} and {@link
 * io.weir.parquet.encoding.ByteSource}. Every decoder takes bytes that nobody has vouched for: it
 * checks counts and lengths against what is left before it allocates or copies, and throws {@link
 * io.weir.parquet.encoding.MalformedException}. Nothing here knows of files, pages or columns.
 */
@NullMarked
package io.weir.parquet.encoding;

import org.jspecify.annotations.NullMarked;
