package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.storage.Location;

/**
 * One bucket and where its files are.
 *
 * @param partition serialised row of the partition columns
 * @param bucket number
 * @param directory of its data files
 */
public record BucketPlace(byte[] partition, int bucket, Location directory) {

    public Location locate(DataFile file) {
        String external = file.externalPath();
        return external != null ? Location.of(external) : directory.resolve(file.fileName());
    }
}
