package io.weir.cdc;

import java.time.Duration;
import java.util.Map;

/**
 * How the lake tables are written.
 *
 * @param database lake database, created if it is not there
 * @param interval time between commits
 * @param tableOptions options of tables the job creates
 */
public record SyncSettings(String database, Duration interval, Map<String, String> tableOptions) {

    public SyncSettings {
        tableOptions = Map.copyOf(tableOptions);
    }
}
