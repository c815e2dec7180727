package io.weir.cdc;

import io.weir.error.InvalidRequestException;
import io.weir.error.StorageFailureException;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds where in the log a job goes on, or makes a slot and a publication for a new one. */
final class JobStart {

    private final PostgresCatalog source;
    private final Publication publication;
    private final PostgresSettings settings;
    private final SyncSettings target;
    private final Consumer<String> log;

    JobStart(
            PostgresCatalog source,
            Publication publication,
            PostgresSettings settings,
            SyncSettings target,
            Consumer<String> log) {
        this.source = source;
        this.publication = publication;
        this.settings = settings;
        this.target = target;
        this.log = log;
    }

    /**
     * Where the log is to be read from.
     *
     * @param tables of the lake
     * @throws InvalidRequestException the log does not go on where the lake ends
     */
    long place(Collection<TableSync> tables) {
        Position furthest = furthest(tables);
        return furthest == null ? begin(tables) : resume(furthest);
    }

    private static @Nullable Position furthest(Collection<TableSync> tables) {
        Position furthest = null;
        for (TableSync table : tables) {
            Position position = table.position();
            if (position != null && (furthest == null || position.end() > furthest.end())) {
                furthest = position;
            }
        }
        return furthest;
    }

    /**
     * Looks before anything is made whether there is a slot of that name, which another lake may go
     * on from.
     *
     * @throws InvalidRequestException there is one, and it can be used
     */
    void checkSlotIsFree() {
        PostgresCatalog.Slot slot = source.slot();
        if (slot != null && slot.lost() == null) {
            throw new InvalidRequestException(
                    "replication slot "
                            + settings.slot()
                            + " is there, but lake database "
                            + target.database()
                            + " has none of the tables: it may keep the log for another lake; name that"
                            + " lake's warehouse and --database, or another --slot, or, if nobody needs"
                            + " it, run SELECT pg_drop_replication_slot('"
                            + settings.slot()
                            + "')");
        }
    }

    /** The first start: nothing is in the lake, or what was begun had got no position. */
    private long begin(Collection<TableSync> tables) {
        source.dropSlot();
        if (!publication.exists()) {
            publication.create(tables.stream().map(TableSync::source).toList());
        }
        log.accept(
                "making replication slot "
                        + settings.slot()
                        + "; it waits for the end of all transactions that are open now");
        return source.createSlot();
    }

    /** What the lake holds is of use only if the log goes on where the lake ends. */
    private long resume(Position furthest) {
        PostgresCatalog.Slot slot = source.slot();
        String broken = null;
        if (slot == null) {
            broken = "replication slot " + settings.slot() + " is gone";
        } else if (slot.lost() != null) {
            broken = "replication slot " + settings.slot() + " " + slot.lost();
        } else if (source.logEnd() < furthest.end()) {
            broken =
                    "the server is behind the lake: it is another one, or was restored to an"
                            + " earlier time";
        } else if (slot.confirmed() > furthest.end()) {
            broken = "replication slot " + settings.slot() + " was made anew or read by others";
        } else if (!publication.exists()) {
            broken = "publication " + publication.name() + " is gone";
        }
        if (broken != null) {
            throw new InvalidRequestException(
                    "the lake goes on from a position in the source, but "
                            + broken
                            + ", so changes since then are lost; drop the slot and the tables of lake database "
                            + target.database()
                            + ", or name another --slot and --database to read everything anew");
        }
        return furthest.resume();
    }

    /** Takes tables out of the publication that are not synced any more. */
    void unpublishOthers(Set<SourceName> synced) {
        publication.listed().stream()
                .filter(name -> !synced.contains(name))
                .forEach(this::unpublish);
    }

    private void unpublish(SourceName name) {
        try {
            publication.remove(name);
            log.accept("table " + name + " is not synced any more");
        } catch (StorageFailureException e) {
            log.accept("table " + name + " is published and not synced: " + e.getMessage());
        }
    }
}
