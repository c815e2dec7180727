package io.weir.sql;

import io.weir.env.Environment;
import io.weir.error.StorageFailureException;
import io.weir.sql.arrow.BatchStream;
import io.weir.table.BatchReader;
import io.weir.table.Plan;
import io.weir.table.Split;
import io.weir.table.TableRead;
import io.weir.type.RowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;

/**
 * Gives planned scans to the query engine: each as an Arrow stream under a name, as a temporary
 * table where the plan reads it more than once, or as a mere count where no column is read.
 */
final class ScanStreams {

    private final Engine engine;
    private final Environment environment;
    private final CopyOnWriteArrayList<BatchStream> active = new CopyOnWriteArrayList<>();
    private final AtomicLong rowsPlanned = new AtomicLong();
    private int streamNumber;

    ScanStreams(Engine engine, Environment environment) {
        this.engine = engine;
        this.environment = environment;
    }

    /** The sources of one statement, to be closed when its result is. */
    final class Opened implements AutoCloseable {
        private final Map<Integer, String> sources = new HashMap<>();
        private final List<BatchStream> streams = new ArrayList<>();
        private final List<ArrowArrayStream> exports = new ArrayList<>();
        private final List<String> clean = new ArrayList<>();

        /** SQL text by slot number. */
        Map<Integer, String> sources() {
            return sources;
        }

        @Override
        public void close() {
            for (BatchStream stream : streams) {
                active.remove(stream);
                try {
                    stream.close();
                } catch (IOException e) {
                    throw new StorageFailureException(
                            "scan", "could not be closed: " + e.getMessage(), false, e);
                }
            }
            exports.forEach(ArrowArrayStream::close);
            clean.forEach(engine::run);
            streams.clear();
            exports.clear();
            clean.clear();
        }
    }

    /**
     * Opens the sources of a statement.
     *
     * @param copyAll whether every scan goes into a temporary table, for plans that turn out to
     *     read a stream twice
     */
    Opened open(List<PlannedScan> scans, ScanErrors errors, boolean copyAll) {
        Opened opened = new Opened();
        try {
            for (PlannedScan scan : scans) {
                opened.sources.put(scan.slot().number(), source(scan, opened, errors, copyAll));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private String source(PlannedScan scan, Opened opened, ScanErrors errors, boolean copyAll) {
        ScanSlot slot = scan.slot();
        ScanNeeds needs = scan.needs();
        Plan plan = scan.plan();
        if (plan == null || plan.splits().isEmpty()) {
            return slot.over("(SELECT 1 WHERE false)", Set.of());
        }
        boolean countKnown =
                needs.columns().isEmpty()
                        && needs.predicate() == null
                        && plan.splits().stream().allMatch(Split::isRaw);
        if (countKnown) {
            long rows = plan.splits().stream().mapToLong(Split::rowCount).sum();
            return slot.over("range(" + rows + ")", Set.of());
        }
        RowType columns = scan.scan().rowType();
        List<Split> direct = directSplits(scan, plan);
        List<Split> ours = new ArrayList<>(plan.splits());
        ours.removeIf(new HashSet<>(direct)::contains);
        if (ours.isEmpty()) {
            return slot.over("(" + DirectFiles.query(direct, columns) + ")", needs.columns());
        }
        String stream = "weir_stream_" + streamNumber++;
        openStream(stream, scan, ours, opened, errors);
        if (copyAll || needs.scans() > 1) {
            String copy = "weir_copy_" + streamNumber;
            engine.run("CREATE TEMP TABLE " + copy + " AS SELECT * FROM " + stream);
            opened.clean.add("DROP TABLE IF EXISTS temp.main." + copy);
            stream = copy;
        }
        return slot.over(
                direct.isEmpty()
                        ? stream
                        : "("
                                + DirectFiles.query(direct, columns)
                                + " UNION ALL SELECT * FROM "
                                + stream
                                + ")",
                needs.columns());
    }

    /** The splits of a plan whose files the query engine reads itself. */
    List<Split> directSplits(PlannedScan scan, Plan plan) {
        return engine.filesAllowed() && DirectFiles.suit(scan.slot().table(), scan.scan().rowType())
                ? plan.splits().stream().filter(DirectFiles::suit).toList()
                : List.of();
    }

    private void openStream(
            String name, PlannedScan scan, List<Split> splits, Opened opened, ScanErrors errors) {
        TableRead read = scan.scan().read();
        List<Callable<BatchReader>> sources = new ArrayList<>();
        for (Split split : splits) {
            sources.add(() -> read.open(split));
        }
        BatchStream stream =
                new BatchStream(engine.allocator(), scan.scan().rowType(), sources, errors::add);
        if (active.isEmpty()) {
            rowsPlanned.set(0);
        }
        rowsPlanned.addAndGet(splits.stream().mapToLong(Split::rowCount).sum());
        opened.streams.add(stream);
        active.add(stream);
        stream.start(environment, environment.parallelism());
        ArrowArrayStream export = ArrowArrayStream.allocateNew(engine.allocator());
        opened.exports.add(export);
        Data.exportArrayStream(engine.allocator(), stream, export);
        opened.clean.add("DROP VIEW IF EXISTS temp.main." + name);
        engine.connection().registerArrowStream(name, export);
    }

    /**
     * Share of the rows of all open streams that was pulled; -1 without streams. From any thread.
     */
    double progress() {
        long planned = rowsPlanned.get();
        if (active.isEmpty() || planned <= 0) {
            return -1;
        }
        long taken = active.stream().mapToLong(BatchStream::rowsTaken).sum();
        return Math.min(1.0, (double) taken / planned);
    }

    /** Lets everybody go who waits for a stream; from any thread. */
    void cancel() {
        active.forEach(BatchStream::cancel);
    }
}
