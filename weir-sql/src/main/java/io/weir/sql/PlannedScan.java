package io.weir.sql;

import io.weir.error.CommitConflictException;
import io.weir.option.Option;
import io.weir.option.Options;
import io.weir.option.ScanOptions;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slot with its work list.
 *
 * @param plan null when the query's plan does not scan the slot at all
 */
record PlannedScan(ScanSlot slot, ScanNeeds needs, Scan scan, @Nullable Plan plan) {

    private static final int TRIES_MAX = 100;

    /**
     * Plans all scans such that each table is read at one snapshot: where two scans of a table saw
     * different ones, the older plan is made again, of the newer snapshot.
     */
    static List<PlannedScan> planAll(List<ScanSlot> slots, List<ScanNeeds> needs) {
        List<PlannedScan> planned = new ArrayList<>();
        for (ScanSlot slot : slots) {
            planned.add(plan(slot, needs.get(slot.number()), slot.table()));
        }
        for (int round = 0; round < TRIES_MAX; round++) {
            Map<Source, Long> newest = new HashMap<>();
            for (PlannedScan scan : planned) {
                newest.merge(scan.source(), scan.snapshotId(), Math::max);
            }
            boolean same = true;
            for (int at = 0; at < planned.size(); at++) {
                PlannedScan scan = planned.get(at);
                long wanted = newest.getOrDefault(scan.source(), 0L);
                if (scan.plan() != null && scan.snapshotId() < wanted) {
                    planned.set(at, scan.again(wanted));
                    same = false;
                }
            }
            if (same) {
                return planned;
            }
        }
        throw new CommitConflictException(
                "the tables of the query change faster than its scans can be planned");
    }

    /**
     * A table and what chooses its snapshot.
     *
     * @param place where in the table's history, by option; empty for the latest state
     * @param mode how the place is meant
     */
    private record Source(
            Identifier identifier, Map<String, String> place, ScanOptions.Mode mode) {}

    private Source source() {
        Options options = slot.table().options();
        Map<String, String> place = new HashMap<>();
        for (Option<?> position : ScanOptions.POSITIONS) {
            options.find(position.key()).ifPresent(value -> place.put(position.key(), value));
        }
        ScanOptions.Mode mode = options.get(ScanOptions.MODE);
        boolean latest =
                mode == ScanOptions.Mode.FULL
                        || mode == ScanOptions.Mode.LATEST_FULL
                        || mode == ScanOptions.Mode.LATEST;
        return new Source(
                slot.table().identifier(), place, latest ? ScanOptions.Mode.DEFAULT : mode);
    }

    private long snapshotId() {
        Long id = plan == null ? null : plan.snapshotId();
        return id == null ? 0 : id;
    }

    /** Plans once more: of that snapshot, or by the table's own options if they name a place. */
    private PlannedScan again(long wanted) {
        Table table = slot.table();
        if (source().place().isEmpty()) {
            // With this mode the snapshot is chosen and the table's columns stay.
            Map<String, String> pin =
                    Map.of(
                            ScanOptions.MODE.key(),
                            "from-snapshot",
                            ScanOptions.SNAPSHOT_ID.key(),
                            Long.toString(wanted));
            table = table.withOptions(pin);
        }
        return plan(slot, needs, table);
    }

    private static PlannedScan plan(ScanSlot slot, ScanNeeds needs, Table table) {
        Scan scan = table.newScan().project(List.copyOf(needs.columns()));
        if (needs.scans() == 0) {
            return new PlannedScan(slot, needs, scan, null);
        }
        if (needs.predicate() != null) {
            scan = scan.filter(needs.predicate());
        }
        if (needs.limit() >= 0) {
            scan = scan.limit(needs.limit());
        }
        return new PlannedScan(slot, needs, scan, scan.plan());
    }
}
