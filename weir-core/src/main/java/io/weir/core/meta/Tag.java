package io.weir.core.meta;

import java.time.Duration;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A tag file (format section 3.4): a snapshot under a name, and for how long it is wanted.
 *
 * @param snapshot what it keeps
 * @param createTime when it was made, by the wall clock of the writer; null if it does not say
 * @param timeRetained how long it is to be kept; null is for ever
 */
public record Tag(
        SnapshotMeta snapshot,
        @Nullable LocalDateTime createTime,
        @Nullable Duration timeRetained) {}
