package io.weir.core.merge;

/** Where some columns are in a spill file: offset, stored size, size before compression. */
record SpillChunk(long offset, int size, int rawSize) {}
