package io.weir.core.meta;

import java.util.List;

/**
 * The hash indexes by which a writer found the buckets of the keys it wrote to one partition. A
 * commit that stands on others could put a key into two buckets.
 *
 * @param snapshotId the snapshot they were read from; 0: the table had none
 * @param fileNames all of the partition, those that the writer itself adds among them, those it
 *     replaces not
 */
public record KeyIndexView(long snapshotId, List<String> fileNames) {

    public KeyIndexView {
        fileNames = List.copyOf(fileNames);
    }
}
