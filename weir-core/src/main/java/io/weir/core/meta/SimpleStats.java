package io.weir.core.meta;

import org.jspecify.annotations.Nullable;

/**
 * Minimum, maximum and null count per column, as manifests hold them.
 *
 * @param minValues serialised row (arity, then binary row), one slot a covered column
 * @param maxValues the same
 * @param nullCounts one a covered column, -1 where unknown; null when none is known
 */
public record SimpleStats(byte[] minValues, byte[] maxValues, long @Nullable [] nullCounts) {}
