/**
 * What a table knows about itself, as tables: {@code $snapshots}, {@code $schemas}, {@code
 * $options}, {@code $files}, {@code $manifests}, {@code $partitions}, {@code $buckets}, {@code
 * $tags}.
 *
 * <p>Each is a row type and a function that fills rows from the metadata stores; {@code
 * SystemTables} lists them. They are read only, have one split, and follow the time travel options
 * of the table where a snapshot is involved. They show physical rows and files, not merged ones.
 */
@NullMarked
package io.weir.core.system;

import org.jspecify.annotations.NullMarked;
