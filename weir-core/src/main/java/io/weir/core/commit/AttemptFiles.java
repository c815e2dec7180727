package io.weir.core.commit;

import io.weir.storage.Location;
import io.weir.storage.Storage;
import java.util.ArrayList;
import java.util.List;

/** Metadata files a commit wrote, so that they can be deleted when it does not come to be. */
final class AttemptFiles {

    private final Storage storage;
    private final List<Location> ofCommit = new ArrayList<>();
    private final List<Location> ofAttempt = new ArrayList<>();

    AttemptFiles(Storage storage) {
        this.storage = storage;
    }

    /** Written once, used by all attempts. */
    void addShared(Location file) {
        ofCommit.add(file);
    }

    /** Written for the current attempt only. */
    void add(Location file) {
        ofAttempt.add(file);
    }

    /** The current attempt is certainly not in the table. */
    void deleteAttempt() {
        storage.delete(ofAttempt);
        ofAttempt.clear();
    }

    /** No attempt is in the table, nor will be. */
    void deleteAll() {
        List<Location> all = new ArrayList<>(ofAttempt);
        all.addAll(ofCommit);
        ofAttempt.clear();
        ofCommit.clear();
        storage.delete(all);
    }

    /** Shared files are not used any more: the next attempt writes others. */
    void deleteShared() {
        storage.delete(ofCommit);
        ofCommit.clear();
    }
}
