/**
 * The one merge: sorted runs in, for each key the row that wins, out.
 *
 * <p>Flush, merge read and compaction all run it. A {@link io.weir.core.file.Run} is sorted rows
 * with their keys apart from their values. The merge looks at keys only and says, for a batch of
 * output rows, which run each comes from; then values are fetched run by run, only for rows that
 * won, and woven together column by column. Functions of merging never see a row.
 */
@NullMarked
package io.weir.core.merge;

import org.jspecify.annotations.NullMarked;
