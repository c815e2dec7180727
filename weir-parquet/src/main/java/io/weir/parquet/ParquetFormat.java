package io.weir.parquet;

import io.weir.env.Environment;
import io.weir.format.FileFormat;
import io.weir.format.FormatOptions;
import io.weir.format.FormatReader;
import io.weir.format.FormatWriter;
import io.weir.storage.StorageInput;
import io.weir.storage.StorageOutput;
import io.weir.type.RowType;

/** Parquet. */
final class ParquetFormat implements FileFormat {

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public FormatReader open(StorageInput input, RowType fileType, Environment environment) {
        return ParquetReader.open(input, fileType, environment);
    }

    @Override
    public FormatWriter create(
            StorageOutput output, RowType type, FormatOptions options, Environment environment) {
        return new ParquetWriter(output, type, options, environment);
    }
}
