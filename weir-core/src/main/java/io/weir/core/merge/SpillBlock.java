package io.weir.core.merge;

/** One batch in a spill file. */
record SpillBlock(int rowCount, SpillChunk keys, SpillChunk values) {}
