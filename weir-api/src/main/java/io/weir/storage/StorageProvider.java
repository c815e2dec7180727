package io.weir.storage;

import io.weir.env.Environment;
import io.weir.option.Options;

/** Makes storages for location schemes. Found by {@code ServiceLoader}. */
public interface StorageProvider {

    /** Whether locations of this scheme are served. */
    boolean serves(String scheme);

    Storage open(Location root, Options options, Environment environment);
}
