package io.weir.catalog;

import io.weir.env.Environment;
import io.weir.option.Options;

/** Brings a catalog. Found by {@code ServiceLoader}. */
public interface CatalogProvider {

    /** The value of option {@code metastore} that chooses it, for example {@code filesystem}. */
    String metastore();

    /** Opens the catalog that the options, such as {@code warehouse}, describe. */
    Catalog open(Options options, Environment environment);
}
