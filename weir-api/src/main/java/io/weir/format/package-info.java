/**
 * File formats: batches to bytes and back.
 *
 * <p>A {@link io.weir.format.FileFormat} opens {@link io.weir.format.FormatReader}s and {@link
 * io.weir.format.FormatWriter}s. A reader hands out {@link io.weir.format.RowCursor}s, each over
 * some of the columns and going forward only, so that keys can be read first and values only for
 * the rows that won. Schema evolution is not here: a format reads the columns of the file by name
 * and gives them in the types it is told.
 */
@NullMarked
package io.weir.format;

import org.jspecify.annotations.NullMarked;
