package io.weir.core.file;

import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import io.weir.format.FileFormat;
import io.weir.format.FormatOptions;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;

/**
 * Everything a {@link DataFileWriter} needs to know.
 *
 * @param storage where files go
 * @param environment clock, zone and ids
 * @param directory of the bucket
 * @param format how rows become bytes
 * @param formatOptions compression and block size
 * @param schema the table's columns, keys and id; files of a table with a primary key have key
 *     columns, sequence number and kind
 * @param level LSM level of the files, 0 for append tables
 * @param fileSource {@link DataFile#SOURCE_APPEND} or {@link DataFile#SOURCE_COMPACT}
 * @param targetSizeBytes a file is completed when it has about this size
 * @param targetRows a file is completed when it has so many rows
 * @param prefix of file names
 * @param statistics what is kept of each column
 */
public record FileWriterSpec(
        Storage storage,
        Environment environment,
        Location directory,
        FileFormat format,
        FormatOptions formatOptions,
        TableSchema schema,
        int level,
        int fileSource,
        long targetSizeBytes,
        long targetRows,
        String prefix,
        StatisticsModes statistics) {}
