package io.weir.core.meta;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes a file the same file in ADD and DELETE (format section 4.3): partition, bucket, level,
 * name, extra files, embedded index, external path. A key for maps; the hash is made of the name.
 */
public final class FileIdentity {

    private final byte[] partition;
    private final int bucket;
    private final DataFile file;
    private final int hash;

    private FileIdentity(byte[] partition, int bucket, DataFile file) {
        this.partition = partition;
        this.bucket = bucket;
        this.file = file;
        this.hash = file.fileName().hashCode() * 31 + file.level();
    }

    public static FileIdentity of(ManifestEntry entry) {
        return new FileIdentity(entry.partition(), entry.bucket(), entry.file());
    }

    public static FileIdentity of(byte[] partition, int bucket, DataFile file) {
        return new FileIdentity(partition, bucket, file);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileIdentity that
                && hash == that.hash
                && bucket == that.bucket
                && file.level() == that.file.level()
                && file.fileName().equals(that.file.fileName())
                && (partition == that.partition || Arrays.equals(partition, that.partition))
                && file.extraFiles().equals(that.file.extraFiles())
                && Arrays.equals(file.embeddedIndex(), that.file.embeddedIndex())
                && Objects.equals(file.externalPath(), that.file.externalPath());
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
