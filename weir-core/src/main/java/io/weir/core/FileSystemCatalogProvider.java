package io.weir.core;

import io.weir.catalog.Catalog;
import io.weir.catalog.CatalogProvider;
import io.weir.core.catalog.FileSystemCatalog;
import io.weir.core.file.FileFormats;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.storage.StorageProvider;
import java.util.ServiceLoader;

/** Brings the catalog that is a directory: {@code metastore} = {@code filesystem}. */
public final class FileSystemCatalogProvider implements CatalogProvider {

    private static final String WAREHOUSE = "warehouse";

    @Override
    public String metastore() {
        return "filesystem";
    }

    @Override
    public Catalog open(Options options, Environment environment) {
        String text =
                options.find(WAREHOUSE)
                        .orElseThrow(
                                () ->
                                        new InvalidRequestException(
                                                "option 'warehouse' is missing; it is the directory of the"
                                                        + " lake"));
        Location warehouse = Location.of(text);
        return new FileSystemCatalog(
                storage(warehouse, options, environment),
                warehouse,
                options,
                environment,
                new StoredTables(environment, FileFormats.installed()));
    }

    private static Storage storage(Location root, Options options, Environment environment) {
        for (StorageProvider provider :
                ServiceLoader.load(
                        StorageProvider.class, FileSystemCatalogProvider.class.getClassLoader())) {
            if (provider.serves(root.scheme())) {
                return provider.open(root, options, environment);
            }
        }
        throw new InvalidRequestException(
                "no storage serves scheme '" + root.scheme() + "' of warehouse " + root);
    }
}
