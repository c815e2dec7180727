package io.weir.core.merge;

import io.weir.core.file.Run;
import io.weir.env.Environment;
import io.weir.error.InvalidRequestException;
import io.weir.option.BufferOptions;
import io.weir.option.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Scratch disk of one writer or reader: makes spill files and counts their bytes. Safe for many
 * threads.
 */
public final class SpillSpace {

    private final Environment environment;
    private final int zstdLevel;
    private final long bytesMax;
    private final AtomicLong bytesUsed = new AtomicLong();

    /**
     * @param zstdLevel 0 for no compression
     * @param bytesMax disk space all files may use together before {@link #isFull}
     */
    public SpillSpace(Environment environment, int zstdLevel, long bytesMax) {
        this.environment = environment;
        this.zstdLevel = zstdLevel;
        this.bytesMax = bytesMax;
    }

    /** A space of the same kind with bytes of its own. */
    public SpillSpace(SpillSpace like, long bytesMax) {
        this(like.environment, like.zstdLevel, bytesMax);
    }

    /** With codec as the options say, without a limit. */
    public static SpillSpace of(Environment environment, Options options) {
        String codec = options.get(BufferOptions.SPILL_COMPRESSION).trim();
        int level =
                switch (codec.toLowerCase(java.util.Locale.ROOT)) {
                    case "none" -> 0;
                    case "zstd", "lz4", "lzo" -> options.get(BufferOptions.SPILL_ZSTD_LEVEL);
                    default ->
                            throw new InvalidRequestException(
                                    "option 'spill-compression' = '"
                                            + codec
                                            + "' is not one of zstd, lz4, lzo, none");
                };
        return new SpillSpace(environment, level, Long.MAX_VALUE);
    }

    /** Whether the files use as much as they may, or would with so many bytes more. */
    public boolean isFull(long moreBytes) {
        return moreBytes > bytesMax - bytesUsed.get();
    }

    /** Merges runs into a file, with nothing lost that a later merge needs, and closes them. */
    public Run spill(MergeSpec wanted, List<Run> runs) {
        MergeSpec spec = wanted.inner();
        Path file = environment.scratchDirectory().resolve("spill-" + environment.newUuid());
        int[] valueFromKey = runs.get(0).valueFromKey();
        try (MergeReader reader = MergeReader.withMergeColumns(spec, runs);
                SpillWriter writer =
                        new SpillWriter(file, spec, valueFromKey, zstdLevel, bytesUsed)) {
            for (MergedBatch batch = reader.next(); batch != null; batch = reader.next()) {
                writer.write(reader.mergeColumns(), batch.values());
            }
            return writer.finish();
        }
    }

    /**
     * A merge of any number of runs, of which at most {@code runsMax} are read at once: the first
     * ones are merged into spill files until few enough are left.
     */
    public MergeReader merge(MergeSpec spec, List<Run> runs, int runsMax) {
        if (runs.size() <= runsMax) {
            return new MergeReader(spec, runs);
        }
        List<Run> left = new ArrayList<>(runs);
        try {
            // Neighbours are merged and stay in their place: where versions tie, the later is
            // newer.
            int from = 0;
            while (left.size() > runsMax) {
                int count = Math.min(runsMax, left.size() - runsMax + 1);
                if (from + count > left.size()) {
                    from = 0;
                }
                List<Run> group = new ArrayList<>(left.subList(from, from + count));
                Run merged = spill(spec, group);
                left.subList(from, from + count).clear();
                left.add(from++, merged);
            }
        } catch (RuntimeException | Error e) {
            closeAll(left, e);
            throw e;
        }
        return new MergeReader(spec, left);
    }

    private static void closeAll(List<Run> runs, Throwable failure) {
        for (Run run : runs) {
            try {
                run.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
