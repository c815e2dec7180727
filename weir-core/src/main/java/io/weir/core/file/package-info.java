/**
 * Data files: writing them with statistics and rolling, reading them in the table's current schema.
 *
 * <p>{@link io.weir.core.file.DataFileWriter} turns batches into files and their {@link
 * io.weir.core.meta.DataFile} records; what it needs to know is a {@link
 * io.weir.core.file.FileWriterSpec}. {@link io.weir.core.file.DataFiles} opens files: row by row as
 * they are, as changes with row kinds, or as a {@link io.weir.core.file.Run} for the merge, keys
 * apart from values. Reading an old file means schema evolution: columns are found by field id in
 * the file's schema and cast to the wanted types. {@link io.weir.core.file.BucketWriter} is the
 * seam to whoever writes one bucket. Which files a read needs, and what is done with rows of equal
 * keys, is not decided here.
 */
@NullMarked
package io.weir.core.file;

import org.jspecify.annotations.NullMarked;
