package io.weir.parquet;

import io.weir.format.FileFormat;
import io.weir.format.FormatProvider;

/**
 * Brings the format {@code parquet}: files as the table format's section 7.4 lays them out, read by
 * any Parquet reader; any valid Parquet file whose columns fit the declared types is read.
 */
public final class ParquetFormatProvider implements FormatProvider {

    @Override
    public FileFormat format() {
        return new ParquetFormat();
    }
}
