package io.weir.core.file;

import io.weir.env.Environment;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import java.util.function.LongFunction;

/**
 * What reading a table's files needs.
 *
 * @param schema the table's schema as the reader sees it
 * @param schemas all schemas by id
 */
record ReadSources(
        Storage storage,
        Environment environment,
        FileFormats formats,
        TableSchema schema,
        LongFunction<TableSchema> schemas) {}
