package io.weir.core.storage;

import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.storage.StorageProvider;

/** Brings {@link LocalStorage} for scheme {@code file}. */
public final class LocalStorageProvider implements StorageProvider {

    @Override
    public boolean serves(String scheme) {
        return scheme.equals("file");
    }

    @Override
    public Storage open(Location root, Options options, Environment environment) {
        return new LocalStorage(environment, options);
    }
}
