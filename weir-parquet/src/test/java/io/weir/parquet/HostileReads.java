package io.weir.parquet;

import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.error.CorruptFileException;
import io.weir.format.FormatReader;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.predicate.Predicate;
import io.weir.type.RowType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.parquet.format.CompressionCodec;

/**
 * A process of little memory that reads damaged files: {@code HostileReads DIRECTORY FIRST LAST
 * CASES} takes the files {@code foreign-SEED.parquet} of the directory, and own files of the same
 * seeds. Ends with 1 if an outcome was neither rows nor a {@link CorruptFileException}.
 */
final class HostileReads {

    private static final long CASE_MILLIS_MAX = 30_000;
    private static final long ROWS_MAX = 20_000;
    private static final int FAILURES_SHOWN = 5;

    private final AtomicReference<String> running = new AtomicReference<>("");
    private volatile long startedNanos = System.nanoTime();
    private int errors;
    private int failures;
    private int reads;

    private HostileReads() {}

    public static void main(String[] arguments) throws Exception {
        HostileReads run = new HostileReads();
        run.watch();
        Path directory = Path.of(arguments[0]);
        int cases = Integer.parseInt(arguments[3]);
        for (Map.Entry<String, Bombs.Bomb> bomb : Bombs.all().entrySet()) {
            run.one(
                    bomb.getKey(),
                    bomb.getValue().file(),
                    bomb.getValue().type(),
                    new SplittableRandom(1));
        }
        if (run.reads > 0) {
            run.failures++;
            System.out.println("FAILED a bomb was read");
        }
        for (long seed = Long.parseLong(arguments[1]);
                seed < Long.parseLong(arguments[2]);
                seed++) {
            RowType type = ForeignFilesPropertyTest.type(seed);
            Path path = directory.resolve("foreign-" + seed + ".parquet");
            run.all("foreign", seed, java.nio.file.Files.readAllBytes(path), type, cases);
            run.all("own", seed, own(type, seed), type, cases);
        }
        System.out.println(run.errors + " errors, " + run.reads + " reads");
        System.exit(run.failures == 0 ? 0 : 1);
    }

    private static byte[] own(RowType type, long seed) {
        String codec = new String[] {"none", "zstd", "lz4", "snappy", "gzip"}[(int) (seed % 5)];
        RandomColumns random = new RandomColumns(seed);
        return Files.write(
                type,
                List.of(random.batch(type, 60), random.batch(type, 100)),
                Files.options(codec, 3000, Map.of("parquet.page.size", "300")));
    }

    /** Ends the process when a case takes too long. */
    private void watch() {
        Thread watch =
                new Thread(
                        () -> {
                            while (true) {
                                long millis = (System.nanoTime() - startedNanos) / 1_000_000;
                                if (millis > CASE_MILLIS_MAX) {
                                    fail(running.get() + ": still at it after " + millis + " ms");
                                }
                                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
                            }
                        });
        watch.setDaemon(true);
        watch.start();
    }

    private static void fail(String problem) {
        System.out.println("FAILED " + problem);
        Runtime.getRuntime().halt(1);
    }

    private void all(String kind, long seed, byte[] file, RowType type, int cases) {
        SplittableRandom dice = new SplittableRandom(seed);
        for (int number = 0; number < cases; number++) {
            String name = kind + " " + seed + ", case " + number;
            byte[] damaged = damaged(file, dice);
            if (damaged == null) {
                continue;
            }
            one(name, damaged, type, dice);
        }
    }

    private void one(String name, byte[] damaged, RowType type, SplittableRandom dice) {
        running.set(name);
        startedNanos = System.nanoTime();
        try {
            read(damaged, type, dice);
            reads++;
        } catch (CorruptFileException expected) {
            errors++;
        } catch (RuntimeException | Error other) {
            failures++;
            System.out.println("FAILED " + name + ": " + other);
            if (failures <= FAILURES_SHOWN) {
                other.printStackTrace(System.out);
            }
        }
    }

    /** A file with one to three lies in it; null if it could not be made. */
    private static byte[] damaged(byte[] file, SplittableRandom dice) {
        TakenApart parts = TakenApart.of(file);
        ThriftDamage thrift = new ThriftDamage(dice);
        try {
            int lies = 1 + dice.nextInt(3);
            boolean footer = false;
            for (int lie = 0; lie < lies; lie++) {
                TakenApart.Chunk chunk = parts.chunks.get(dice.nextInt(parts.chunks.size()));
                switch (dice.nextInt(8)) {
                    case 0 -> footer = true;
                    case 1 -> thrift.change(page(chunk, dice).header);
                    case 2 -> {
                        if (chunk.offsetIndex != null) {
                            thrift.change(chunk.offsetIndex);
                        }
                    }
                    case 3 -> {
                        if (chunk.columnIndex != null) {
                            thrift.change(chunk.columnIndex);
                        }
                    }
                    case 4 -> chunk.pages.add(page(chunk, dice));
                    case 5 -> chunk.pages.remove(page(chunk, dice));
                    case 6 -> stored(page(chunk, dice), dice);
                    default -> raw(page(chunk, dice), codec(parts, chunk), dice);
                }
            }
            boolean changeFooter = footer;
            return parts.together(
                    meta -> {
                        if (changeFooter) {
                            thrift.change(meta);
                        }
                    });
        } catch (RuntimeException notWritable) {
            return null;
        }
    }

    private static TakenApart.Page page(TakenApart.Chunk chunk, SplittableRandom dice) {
        return chunk.pages.get(dice.nextInt(chunk.pages.size()));
    }

    private static CompressionCodec codec(TakenApart parts, TakenApart.Chunk chunk) {
        int number = parts.chunks.indexOf(chunk);
        int columns = parts.meta.getRow_groups().get(0).getColumns().size();
        return parts.meta
                .getRow_groups()
                .get(number / columns)
                .getColumns()
                .get(number % columns)
                .getMeta_data()
                .getCodec();
    }

    /** Changes bytes as they are stored; the decompressor sees them. */
    private static void stored(TakenApart.Page page, SplittableRandom dice) {
        page.body =
                page.body.length == 0 ? page.body : CorruptionPropertyTest.damage(page.body, dice);
        page.header.setCompressed_page_size(page.body.length);
    }

    /** Changes the uncompressed bytes; the decoders of levels and values see them. */
    private static void raw(TakenApart.Page page, CompressionCodec codec, SplittableRandom dice) {
        boolean plain =
                page.header.getData_page_header_v2() != null || codec == CompressionCodec.LZ4;
        if (plain) {
            stored(page, dice);
            return;
        }
        int size = page.header.getUncompressed_page_size();
        byte[] body = Codec.uncompress(codec, page.body, 0, page.body.length, 0, size, new byte[0]);
        byte[] changed = CorruptionPropertyTest.damage(java.util.Arrays.copyOf(body, size), dice);
        try (Codec.Compressor compressor = new Codec.Compressor(codec, 1)) {
            page.body = compressor.compress(changed, changed.length);
        }
        page.header.setUncompressed_page_size(changed.length);
        page.header.setCompressed_page_size(page.body.length);
    }

    private static void read(byte[] file, RowType type, SplittableRandom dice) {
        int[] columns = Files.all(type);
        try (FormatReader reader =
                new ParquetFormat().open(new MemoryFile.Input(file), type, Environment.real())) {
            reader.rowGroups();
            String name = type.field(dice.nextInt(type.size())).name();
            RowRanges some = reader.matching(new Predicate.IsNotNull(name));
            some.union(reader.matching(Predicate.equal(name, 1L)));
            long rows = Math.min(reader.rowCount(), ROWS_MAX);
            if (rows > 20) {
                long from = rows / 2 + dice.nextInt(5);
                RowRanges late =
                        RowRanges.of(new long[] {from}, new long[] {Math.min(rows, from + 5)});
                try (RowCursor cursor = reader.read(columns, late)) {
                    cursor.next(3, new int[] {1}, 1);
                    cursor.next(2);
                }
            }
            try (RowCursor cursor =
                    reader.read(columns, RowRanges.of(new long[] {0}, new long[] {rows}))) {
                Batch batch = cursor.next(1000);
                while (batch != null) {
                    Cells.rows(List.of(batch));
                    batch = cursor.next(1000);
                }
            }
        }
    }
}
