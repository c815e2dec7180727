package io.weir.core.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.SimpleStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceRangesTest {

    private static final SimpleStats NO_STATS =
            new SimpleStats(BinaryRowWriter.EMPTY, BinaryRowWriter.EMPTY, null);

    // Runs are split by bars, files by blanks: the least and the greatest number of each.
    @ParameterizedTest
    @CsvSource({
        "1-5,true",
        "1-5 3-9,true",
        "1-5 | 6-9,true",
        "1-5 | 5-9,false",
        "6-9 | 1-5,true",
        "1-5 20-30 | 10-15,true",
        "1-5 20-30 | 10-20,false",
        "1-9 3-4 | 5-6,false",
        "1-9 2-20 | 15-16,false",
        "1-9 12-20 | 10-11 21-22 | 23-25,true",
        "1-9 12-20 | 10-11 21-24 | 23-25,false",
        "0-100 | 101-102 | 50-50,false"
    })
    void onlyFilesOfOneRunMayOverlap(String text, boolean apart) {
        List<List<DataFile>> runs = new ArrayList<>();
        for (String run : text.split("\\|")) {
            List<DataFile> files = new ArrayList<>();
            for (String range : run.trim().split(" ")) {
                String[] bounds = range.split("-");
                files.add(file(Long.parseLong(bounds[0]), Long.parseLong(bounds[1])));
            }
            runs.add(files);
        }
        assertEquals(apart, SequenceRanges.areApart(runs));
    }

    private static DataFile file(long minSequence, long maxSequence) {
        return new DataFile(
                "data-1-0.parquet",
                1,
                1,
                BinaryRowWriter.EMPTY,
                BinaryRowWriter.EMPTY,
                NO_STATS,
                NO_STATS,
                minSequence,
                maxSequence,
                0,
                0,
                List.of(),
                null,
                0L,
                null,
                0,
                null,
                null,
                null,
                null);
    }
}
