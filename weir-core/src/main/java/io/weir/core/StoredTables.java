package io.weir.core;

import io.weir.core.catalog.TableFactory;
import io.weir.core.file.FileFormats;
import io.weir.core.meta.DecodedFiles;
import io.weir.core.meta.ManifestCache;
import io.weir.core.meta.SnapshotMeta;
import io.weir.core.system.SystemTables;
import io.weir.env.Environment;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableSchema;

/** Makes the tables of a catalog. Immutable, safe for many threads. */
final class StoredTables implements TableFactory {

    private final Environment environment;
    private final FileFormats formats;
    private final ManifestCache manifestCache;
    private final DecodedFiles<SnapshotMeta> decodedSnapshots = DecodedFiles.snapshots();

    StoredTables(Environment environment, FileFormats formats) {
        this.environment = environment;
        this.formats = formats;
        this.manifestCache = new ManifestCache(environment);
    }

    @Override
    public Table open(
            Identifier identifier, Storage storage, Location directory, TableSchema schema) {
        return stored(identifier, storage, directory, schema);
    }

    private StoredTable stored(
            Identifier identifier, Storage storage, Location directory, TableSchema schema) {
        return new StoredTable(
                new StoredTable.Site(
                        identifier,
                        storage,
                        directory,
                        environment,
                        formats,
                        manifestCache,
                        decodedSnapshots),
                schema);
    }

    @Override
    public Table openSystem(
            Identifier identifier,
            String name,
            Storage storage,
            Location directory,
            TableSchema schema) {
        return SystemTables.open(
                stored(identifier, storage, directory, schema).systemSource(), name);
    }

    @Override
    public void close() {
        manifestCache.close();
    }
}
