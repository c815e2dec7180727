package io.weir.parquet;

import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.format.FormatOptions;
import io.weir.format.FormatReader;
import io.weir.format.FormatWriter;
import io.weir.format.RowCursor;
import io.weir.format.RowRanges;
import io.weir.format.WrittenFile;
import io.weir.option.Options;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Files in memory: written and read whole. */
final class Files {

    static final FormatOptions ZSTD = options("zstd", 0, Map.of());

    private Files() {}

    /** A written file with what its writer told. */
    record Written(byte[] bytes, WrittenFile file) {}

    static FormatOptions options(String codec, long blockBytes, Map<String, String> table) {
        return new FormatOptions(codec, 1, blockBytes, Options.of(table));
    }

    static byte[] write(RowType type, List<Batch> batches, FormatOptions options) {
        return written(type, batches, options).bytes();
    }

    static Written written(RowType type, List<Batch> batches, FormatOptions options) {
        MemoryFile.Output output = new MemoryFile.Output();
        try (FormatWriter writer =
                new ParquetFormat().create(output, type, options, Environment.real())) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            WrittenFile file = writer.finish();
            return new Written(output.bytes(), file);
        }
    }

    static FormatReader open(byte[] file, RowType type) {
        return new ParquetFormat().open(new MemoryFile.Input(file), type, Environment.real());
    }

    static int[] all(RowType type) {
        int[] columns = new int[type.size()];
        Arrays.setAll(columns, column -> column);
        return columns;
    }

    static List<Batch> read(byte[] file, RowType type) {
        try (FormatReader reader = open(file, type)) {
            return read(reader, all(type), RowRanges.all(reader.rowCount()), 4000);
        }
    }

    static List<Batch> read(FormatReader reader, int[] columns, RowRanges ranges, int rowsMax) {
        List<Batch> batches = new ArrayList<>();
        try (RowCursor cursor = reader.read(columns, ranges)) {
            Batch batch = cursor.next(rowsMax);
            while (batch != null) {
                batches.add(batch);
                batch = cursor.next(rowsMax);
            }
        }
        return batches;
    }
}
