package io.weir.core.file;

import io.weir.env.Environment;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;

/**
 * Makes the {@link FileWriterSpec}s of one table from its options: format, compression, target size
 * and statistics by level. Immutable, safe for many threads.
 */
public final class WriterSpecs {

    private final Storage storage;
    private final Environment environment;
    private final TableSchema schema;
    private final FileFormats formats;

    /**
     * @param schema with the options in force
     */
    public WriterSpecs(
            Storage storage, Environment environment, TableSchema schema, FileFormats formats) {
        this.storage = storage;
        this.environment = environment;
        this.schema = schema;
        this.formats = formats;
    }

    /** For data files. */
    public FileWriterSpec data(BucketPlace place, int level, int fileSource) {
        throw new IllegalStateException(
                "not written yet: " + storage + environment + schema + formats + place + level);
    }

    /** For changelog files beside the data files of a level. */
    public FileWriterSpec changelog(BucketPlace place, int level, int fileSource) {
        throw new IllegalStateException("not written yet: " + place + level + fileSource);
    }

    public TableSchema schema() {
        return schema;
    }

    public Environment environment() {
        return environment;
    }

    public Storage storage() {
        return storage;
    }

    /** Size at which a data file is full, in bytes. */
    public long targetSizeBytes() {
        return 0;
    }
}
