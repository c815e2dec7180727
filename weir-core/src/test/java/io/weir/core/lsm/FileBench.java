package io.weir.core.lsm;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.codec.KeyComparator;
import io.weir.core.file.BucketPlace;
import io.weir.core.file.DataFiles;
import io.weir.core.file.FileFormats;
import io.weir.core.file.Run;
import io.weir.core.file.WriterSpecs;
import io.weir.core.merge.MergeReader;
import io.weir.core.merge.MergeSpec;
import io.weir.core.merge.MergedBatch;
import io.weir.core.meta.BucketChanges;
import io.weir.core.meta.DataFile;
import io.weir.core.storage.LocalStorage;
import io.weir.data.ColumnVector;
import io.weir.env.Environment;
import io.weir.storage.Location;
import io.weir.storage.Storage;
import io.weir.table.TableSchema;
import io.weir.type.RowType;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The benchmark's upsert, merge read and full compaction on one bucket with Parquet files on the
 * local disk, by CPU of the process. Run it by hand; it prints rows a CPU second.
 */
final class FileBench {

    private static final int COMMITS = 5;
    private static final int BATCHES = 64;
    private static final int BATCH_ROWS = 8192;
    private static final int COMPACTIONS = Integer.getInteger("compactions", 1);
    private static final int KEYS = 500_000;

    private final Path directory;
    private final TableSchema schema;
    private final WriterSpecs specs;
    private final DataFiles reader;
    private final BucketPlace place;
    private final Map<String, DataFile> live = new LinkedHashMap<>();

    private FileBench(Path directory, boolean writeOnly) {
        this.directory = directory;
        Map<String, String> options =
                Map.of("bucket", "2", "write-only", String.valueOf(writeOnly));
        schema =
                new TableSchema(
                        0,
                        BucketBench.TYPE.fields(),
                        9,
                        List.of(),
                        List.of("id"),
                        options,
                        null,
                        0);
        Storage storage = new LocalStorage(Environment.real(), io.weir.option.Options.empty());
        FileFormats formats = FileFormats.installed();
        specs = new WriterSpecs(storage, Environment.real(), schema, formats);
        reader = new DataFiles(storage, Environment.real(), formats, schema, id -> schema);
        place =
                new BucketPlace(
                        BinaryRowWriter.EMPTY, 0, Location.of(directory.toUri().toString()));
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
        List<ColumnVector[]> batches = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int batch = 0; batch < BATCHES; batch++) {
            batches.add(BucketBench.rows(random, BATCH_ROWS, KEYS));
        }
        for (int round = 0; round < rounds; round++) {
            Path directory = Files.createTempDirectory("weir-file-bench-");
            FileBench bench =
                    new FileBench(directory, Boolean.getBoolean("writeOnly") || round % 2 == 1);
            bench.run(batches);
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private void run(List<ColumnVector[]> batches) {
        int[] all = new int[BATCH_ROWS];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        long rows = (long) COMMITS * BATCHES * BATCH_ROWS;
        time(
                "upsert",
                rows,
                () -> {
                    try (LsmBucketWriter writer = writer()) {
                        for (int commit = 0; commit < COMMITS; commit++) {
                            for (int batch = 0; batch < BATCHES; batch++) {
                                writer.write(
                                        shifted(batches.get(batch), commit),
                                        null,
                                        all,
                                        0,
                                        BATCH_ROWS);
                            }
                            apply(writer.prepare(true));
                        }
                    }
                });
        System.out.print(levels());
        long[] count = new long[1];
        for (int turn = 0; turn < Integer.getInteger("reads", 2); turn++) {
            if (!Boolean.getBoolean("skipAll")) {
                time("read all", KEYS, () -> count[0] = read(BucketBench.TYPE));
            }
            time(
                    "read 2",
                    KEYS,
                    () -> count[0] = read(BucketBench.TYPE.project(List.of("qty", "amount"))));
        }
        for (int turn = 0; turn < COMPACTIONS; turn++) {
            BucketChanges[] changes = new BucketChanges[1];
            time(
                    "compact",
                    count[0],
                    () -> {
                        try (LsmBucketWriter writer = writer()) {
                            writer.compact(true);
                            changes[0] = writer.prepare(true);
                        }
                    });
            if (turn + 1 == COMPACTIONS) {
                apply(changes[0]);
            } else {
                changes[0].compactAfter().forEach(new StoredFiles(place, specs, reader)::delete);
            }
        }
        time("read compacted", count[0], () -> count[0] = read(BucketBench.TYPE));
        System.out.println(levels() + count[0]);
    }

    /** Other keys for another commit, without making all the rows anew. */
    private static ColumnVector[] shifted(ColumnVector[] columns, int commit) {
        ColumnVector[] shifted = columns.clone();
        long[] ids = ((io.weir.data.LongVector) columns[0]).values();
        long[] moved = new long[ids.length];
        for (int row = 0; row < ids.length; row++) {
            moved[row] = (ids[row] * 31 + commit * 7919L) % KEYS;
        }
        shifted[0] = new io.weir.data.LongVector(moved, ids.length, io.weir.data.Validity.ALL);
        return shifted;
    }

    private LsmBucketWriter writer() {
        return new LsmBucketWriter(place, 2, specs, reader, List.copyOf(live.values()));
    }

    private void apply(BucketChanges changes) {
        changes.newFiles().forEach(file -> live.put(file.fileName(), file));
        changes.compactBefore().forEach(file -> live.remove(file.fileName()));
        changes.compactAfter().forEach(file -> live.put(file.fileName(), file));
    }

    private String levels() {
        StringBuilder text = new StringBuilder("[");
        for (DataFile file : live.values()) {
            text.append(" L").append(file.level()).append(':').append(file.sizeBytes() >> 20);
        }
        return text.append(" MB] ").toString();
    }

    private long read(RowType wanted) {
        MergeSpec spec = MergeSpec.read(schema, wanted);
        long count = 0;
        for (List<List<DataFile>> section :
                KeySections.of(List.copyOf(live.values()), KeyComparator.of(spec.keyType()))) {
            List<Run> runs = new ArrayList<>();
            for (List<DataFile> files : section) {
                runs.add(reader.openRun(place, files, spec.runSpec()));
            }
            try (MergeReader merge = new MergeReader(spec, runs)) {
                for (MergedBatch batch = merge.next(); batch != null; batch = merge.next()) {
                    count += batch.rowCount();
                }
            }
        }
        return count;
    }

    private static void time(String what, long rows, Runnable work) {
        var os =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long start = os.getProcessCpuTime();
        work.run();
        long nanos = os.getProcessCpuTime() - start;
        System.out.printf(
                "%s %.2f M/s (%d ns)  ", what, rows * 1e3 / nanos, nanos / Math.max(1, rows));
    }

    @Override
    public String toString() {
        return "bench in " + directory;
    }
}
