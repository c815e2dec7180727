package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import java.util.List;

/**
 * What a compaction did. A file that was moved up is in both lists, with its two levels.
 *
 * @param before files it replaced
 * @param after files in their place
 */
record CompactionResult(List<DataFile> before, List<DataFile> after) {}
