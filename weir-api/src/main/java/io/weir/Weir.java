package io.weir;

import io.weir.catalog.Catalog;
import io.weir.catalog.CatalogProvider;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Opens catalogs. */
public final class Weir {

    private Weir() {}

    /**
     * Opens a catalog with the machine's clock and threads.
     *
     * @param options {@code warehouse} (a location or an absolute local path) and {@code metastore}
     *     (default {@code filesystem}); further keys go to the catalog and the storage
     */
    public static Catalog open(Map<String, String> options) {
        return open(options, Environment.real());
    }

    public static Catalog open(Map<String, String> options, Environment environment) {
        String metastore = options.getOrDefault("metastore", "filesystem");
        List<String> known = new ArrayList<>();
        for (CatalogProvider provider : ServiceLoader.load(CatalogProvider.class)) {
            if (provider.metastore().equals(metastore)) {
                return provider.open(Options.of(options), environment);
            }
            known.add(provider.metastore());
        }
        throw new InvalidRequestException(
                "option 'metastore' = '" + metastore + "' is unknown; there are " + known);
    }
}
