package io.weir.parquet;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.env.Environment;
import io.weir.format.FormatOptions;
import io.weir.format.FormatReader;
import io.weir.format.FormatWriter;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.option.Options;
import io.weir.type.RowType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Times writing and reading of the benchmark's row, by CPU seconds of the process. Not a test. */
final class ParquetTiming {

    private ParquetTiming() {}

    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String only = arguments.length > 2 ? arguments[2] : "";
        RowType type = BenchmarkRows.type();
        Batch[] batches = BenchmarkRows.batches(rows, 8192, 1);
        byte[] file = write(type, batches);
        System.out.printf("%d rows, file %.1f MB%n", rows, file.length / 1e6);
        int[] all = new int[type.size()];
        Arrays.setAll(all, column -> column);
        for (int round = 0; round < rounds; round++) {
            if (only.isEmpty() || only.equals("write")) {
                time("write", rows, () -> writeNowhere(type, batches));
            }
            if (only.isEmpty() || only.equals("read")) {
                time("read all", rows, () -> read(type, file, all));
            }
            if (only.isEmpty() || only.equals("read2")) {
                time("read 2 (id, amount)", rows, () -> read(type, file, new int[] {0, 4}));
            }
            if (only.isEmpty() || only.equals("select")) {
                time("select half", rows, () -> select(type, file, all));
            }
            if (only.equals("columns")) {
                for (int column : all) {
                    int[] one = {column};
                    RowType oneType = type.project(one);
                    Batch[] projected =
                            Arrays.stream(batches)
                                    .map(batch -> batch.project(one))
                                    .toArray(Batch[]::new);
                    String name = type.field(column).name();
                    byte[] part = write(oneType, projected);
                    System.out.printf("%s: %.2f bytes a row%n", name, 1.0 * part.length / rows);
                    time("  write " + name, rows, () -> writeNowhere(oneType, projected));
                    time("  read " + name, rows, () -> read(type, file, one));
                }
            }
        }
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void time(String name, int rows, Work work) throws Exception {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        Object result = work.run();
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        System.out.printf(
                "%-22s %6.2f M rows/cpu-s  %6.1f ns/row  wall %d ms  (%s)%n",
                name,
                rows * 1e3 / cpu,
                1.0 * cpu / rows,
                wall / 1_000_000,
                result instanceof byte[] bytes ? bytes.length + " bytes" : result);
    }

    private static long writeNowhere(RowType type, Batch[] batches) {
        MemoryFile.Output output = new MemoryFile.Output(false);
        try (FormatWriter writer =
                new ParquetFormat()
                        .create(
                                output,
                                type,
                                new FormatOptions("zstd", 1, 0, Options.empty()),
                                Environment.real())) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            return writer.finish().sizeBytes();
        }
    }

    private static byte[] write(RowType type, Batch[] batches) {
        MemoryFile.Output output = new MemoryFile.Output();
        try (FormatWriter writer =
                new ParquetFormat()
                        .create(
                                output,
                                type,
                                new FormatOptions("zstd", 1, 0, Options.empty()),
                                Environment.real())) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
        return output.bytes();
    }

    private static long read(RowType type, byte[] file, int[] columns) {
        long check = 0;
        try (FormatReader reader =
                        new ParquetFormat()
                                .open(new MemoryFile.Input(file), type, Environment.real());
                RowCursor cursor = reader.read(columns, RowRanges.all(reader.rowCount()))) {
            Batch batch = cursor.next(8192);
            while (batch != null) {
                check += touch(batch);
                batch = cursor.next(8192);
            }
        }
        return check;
    }

    private static long select(RowType type, byte[] file, int[] columns) {
        long check = 0;
        int[] selected = new int[4096];
        Arrays.setAll(selected, index -> index * 2);
        try (FormatReader reader =
                        new ParquetFormat()
                                .open(new MemoryFile.Input(file), type, Environment.real());
                RowCursor cursor = reader.read(columns, RowRanges.all(reader.rowCount()))) {
            while (cursor.rowCount() - cursor.position() >= 8192) {
                check += touch(cursor.next(8192, selected, 4096));
            }
        }
        return check;
    }

    private static long touch(Batch batch) {
        long check = batch.rowCount();
        for (ColumnVector column : batch.columns()) {
            check +=
                    column instanceof BytesVector bytes
                            ? bytes.offsets()[batch.rowCount()]
                            : column instanceof DictionaryVector words
                                    ? words.codes()[0]
                                    : column.length();
        }
        return check;
    }
}
