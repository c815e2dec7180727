package io.weir.testkit;

import io.weir.env.Environment;
import io.weir.option.Options;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.storage.StorageProvider;

/** Serves {@code memory:/name/...}: files in this process. */
public final class MemoryStorageProvider implements StorageProvider {

    @Override
    public boolean serves(String scheme) {
        return scheme.equals("memory");
    }

    @Override
    public Storage open(Location root, Options options, Environment environment) {
        String path = root.path().substring(1);
        int slash = path.indexOf('/');
        return MemoryStorage.named(slash < 0 ? path : path.substring(0, slash), environment);
    }
}
