package io.weir.storage;

/**
 * A file or directory as a list shows it.
 *
 * @param location where
 * @param directory whether it is a directory (a prefix); size and time are then 0
 * @param sizeBytes length
 * @param modifiedMillis last change, milliseconds since 1970
 */
public record FileStatus(
        Location location, boolean directory, long sizeBytes, long modifiedMillis) {}
