package io.weir.bench;

import io.weir.data.Batch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a workload asks of an engine. Tables are named; each has the columns of {@link OrderRows}.
 */
interface Engine extends AutoCloseable {

    /**
     * Creates a table.
     *
     * @param keyed with primary key {@code id}, otherwise an append table
     */
    void createTable(String name, boolean keyed, Map<String, String> options);

    /** Writes each list as one commit, waiting for the compactions it starts. */
    void write(String name, List<List<Batch>> commits);

    /** Compacts everything to the top level and commits. */
    void compactFully(String name);

    /** Reads the latest snapshot and touches every value of the columns. */
    ReadResult read(String name, List<String> columns);

    /**
     * Plans a scan of a partitioned table.
     *
     * @param partition value of column {@code p} to filter on, or -1 for none
     * @return files in the plan
     */
    long plan(String name, int partition);

    /** Where a table lies. */
    Path directory(String name);

    @Override
    void close() throws Exception;

    /**
     * What a read saw.
     *
     * @param rows how many
     * @param hash sum of a hash of all values, the same for the same rows in any order
     */
    record ReadResult(long rows, long hash) {}
}
