package io.weir.sql;

import io.weir.error.CommitConflictException;
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
     * different ones, the older plan is made again.
     */
    static List<PlannedScan> planAll(List<ScanSlot> slots, List<ScanNeeds> needs) {
        List<PlannedScan> planned = new ArrayList<>();
        for (ScanSlot slot : slots) {
            planned.add(plan(slot, needs.get(slot.number())));
        }
        for (int round = 0; round < TRIES_MAX; round++) {
            Map<Source, Long> newest = new HashMap<>();
            for (PlannedScan scan : planned) {
                newest.merge(scan.source(), scan.snapshotId(), Math::max);
            }
            boolean same = true;
            for (int at = 0; at < planned.size(); at++) {
                PlannedScan scan = planned.get(at);
                if (scan.plan() != null
                        && scan.snapshotId() < newest.getOrDefault(scan.source(), 0L)) {
                    planned.set(at, plan(scan.slot(), scan.needs()));
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

    /** A table with the options that choose what is read of it. */
    private record Source(Identifier identifier, Map<String, String> options) {}

    private Source source() {
        return new Source(slot.table().identifier(), slot.table().options().asMap());
    }

    private long snapshotId() {
        Long id = plan == null ? null : plan.snapshotId();
        return id == null ? 0 : id;
    }

    private static PlannedScan plan(ScanSlot slot, ScanNeeds needs) {
        Table table = slot.table();
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
