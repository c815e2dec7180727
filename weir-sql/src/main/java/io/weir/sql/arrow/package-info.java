/**
 * Batches to Arrow and back, in bulk: whole arrays are copied, never single values, except where
 * the two layouts differ.
 *
 * <p>{@link io.weir.sql.arrow.BatchStream} hands the batches of many readers to whoever pulls
 * Arrow; {@link io.weir.sql.arrow.ArrowBatches} turns what an Arrow reader yields into batches.
 * What type becomes what is said by {@link io.weir.sql.arrow.ArrowTypes}.
 */
@NullMarked
package io.weir.sql.arrow;

import org.jspecify.annotations.NullMarked;
