package io.weir.core.append;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.core.meta.SimpleStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sizes are in units of which a full file has 100. */
final class AppendCompactionTest {

    private static final AppendCompaction RULES = new AppendCompaction(100, 70, 5, 1);

    private static final SimpleStats NO_STATS =
            new SimpleStats(BinaryRowWriter.EMPTY, BinaryRowWriter.EMPTY, new long[0]);

    static DataFile file(int number, long size) {
        byte[] none = BinaryRowWriter.EMPTY;
        return new DataFile(
                "f" + number,
                size,
                size,
                none,
                none,
                NO_STATS,
                NO_STATS,
                number,
                number,
                0,
                0,
                List.of(),
                0L,
                0L,
                null,
                0,
                null,
                null,
                null,
                null);
    }

    private static List<DataFile> files(long... sizes) {
        List<DataFile> files = new ArrayList<>();
        for (long size : sizes) {
            files.add(file(files.size(), size));
        }
        return files;
    }

    private static String sizes(List<DataFile> files) {
        return files.stream()
                .map(file -> Long.toString(file.sizeBytes()))
                .collect(Collectors.joining(" "));
    }

    private static List<String> pack(boolean full, long... sizes) {
        return RULES.pack(files(sizes), full).stream().map(AppendCompactionTest::sizes).toList();
    }

    private static String inOrder(boolean full, long... sizes) {
        return sizes(RULES.pickInOrder(files(sizes), full));
    }

    @Test
    void packsOfSmallFilesMakeTwoFullOnes() {
        assertEquals(List.of("60 60 60 60"), pack(false, 60, 60, 99, 60, 60, 60));
        assertEquals(
                List.of("50 50 50 50", "50 50 50 50"),
                pack(false, 50, 50, 50, 50, 50, 50, 50, 50, 50));
    }

    @Test
    void whatIsLeftIsJoinedFromFiveFilesOn() {
        assertEquals(List.of(), pack(false, 2, 2, 2, 2));
        assertEquals(List.of("2 2 2 2 2"), pack(false, 2, 2, 2, 2, 2));
    }

    @Test
    void aFileLargerThanAllOthersIsNotRewrittenForThem() {
        assertEquals(List.of("2 2 2 2 2"), pack(false, 2, 2, 60, 2, 2, 2));
        assertEquals(List.of(), pack(false, 2, 2, 60, 2, 2));
        assertEquals(List.of("2 2 2 2 8"), pack(false, 2, 2, 2, 2, 8));
    }

    @Test
    void aFullPackTakesWhatThereIs() {
        assertEquals(List.of("2 60"), pack(true, 60, 2));
        assertEquals(List.of(), pack(true, 60));
        assertEquals(List.of(), pack(true, 80, 99));
    }

    @Test
    void neighboursAreJoinedInOrder() {
        assertEquals("", inOrder(false, 2, 2, 2, 2));
        assertEquals("3 2 4 2 3", inOrder(false, 3, 2, 4, 2, 3, 2));
        assertEquals("2 3 2 3 4", inOrder(false, 90, 2, 3, 2, 3, 4));
        assertEquals("", inOrder(false, 90, 90, 90, 90, 90));
    }

    @Test
    void aFullJoinStartsAtTheFirstFileThatIsNotFull() {
        assertEquals("2 3 4", inOrder(true, 120, 100, 2, 3, 4));
        assertEquals("", inOrder(true, 120, 2, 3));
        assertEquals("2 120 3", inOrder(true, 2, 120, 3));
        assertEquals("", inOrder(true, 2, 120, 130, 140, 3));
    }

    @Test
    void rowsAreRewrittenALogarithmicNumberOfTimes() {
        List<DataFile> files = new ArrayList<>();
        long rewritten = 0;
        int commits = 2000;
        AppendCompaction rules = new AppendCompaction(1_000_000, 700_000, 5, 1);
        for (int commit = 0; commit < commits; commit++) {
            files.add(file(commit, 10));
            for (List<DataFile> group : rules.pack(files, false)) {
                long size = group.stream().mapToLong(DataFile::sizeBytes).sum();
                rewritten += size;
                files.removeAll(group);
                files.add(file(commit, size));
            }
        }
        long times = rewritten / (10L * commits);
        assertTrue(times <= 12, "each row was rewritten " + times + " times");
        assertTrue(files.size() < 40, files.size() + " files are left");
    }
}
