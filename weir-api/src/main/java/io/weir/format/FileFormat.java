package io.weir.format;

import io.weir.env.Environment;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import io.weir.type.RowType;

/** One file format. Without state; safe for many threads. */
public interface FileFormat {

    /** The extension of its files, for example {@code parquet}. */
    String name();

    /**
     * Opens a file for reading. The reader owns the input and closes it.
     *
     * @param fileType the columns the file was written with, or some of them: names, ids and types
     * @throws io.weir.error.CorruptFileException the file is not of this format, or a column has a
     *     physical type that cannot hold the declared one
     */
    FormatReader open(StorageInput input, RowType fileType, Environment environment);

    /**
     * Starts a file. The writer owns the output.
     *
     * @throws io.weir.error.InvalidRequestException the type has a column the format cannot hold,
     *     or an option is wrong
     */
    FormatWriter create(
            StorageOutput output, RowType type, FormatOptions options, Environment environment);
}
