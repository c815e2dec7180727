package io.weir.core.system;

import io.weir.core.meta.SnapshotMeta;
import io.weir.core.scan.ScanSource;
import io.weir.core.scan.SnapshotSelection;
import io.weir.table.Table;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a system table tells about.
 *
 * @param table the table
 * @param scan its metadata stores
 * @param scanOf the stores of the same table with other options
 */
public record SystemSource(Table table, ScanSource scan, Function<Table, ScanSource> scanOf) {

    SystemSource with(Table other) {
        return new SystemSource(other, scanOf.apply(other), scanOf);
    }

    /** The snapshot the options choose, null when the table has none. */
    @Nullable SnapshotMeta snapshot() {
        return new SnapshotSelection(scan.snapshots(), table.options(), scan.environment().zone())
                .choose();
    }
}
