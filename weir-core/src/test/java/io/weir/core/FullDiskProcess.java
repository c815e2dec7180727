package io.weir.core;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.error.CommitUnknownException;
import io.weir.error.StorageFailureException;
import io.weir.error.WeirException;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableWrite;
import io.weir.type.DataType;
import io.weir.type.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The process of {@link FullDiskTest}: fills the small disk it is given up to so many bytes, writes
 * to a table there, and looks whether the table is unharmed, whatever step the disk was full at.
 */
public final class FullDiskProcess {

    private static final Identifier NAME = new Identifier("db", "t");
    private static final int PAGE = 4096;
    private static final int PAGES_MAX = 24;

    private final Path disk;
    private final TreeMap<Long, Row> expected = new TreeMap<>();
    private final SplittableRandom random = new SplittableRandom(11);
    private int failed;
    private int unknown;

    private FullDiskProcess(Path disk) {
        this.disk = disk;
    }

    /** Argument: a directory on a file system of a few megabytes. */
    public static void main(String[] arguments) throws IOException {
        new FullDiskProcess(Path.of(arguments[0])).run();
    }

    private void run() throws IOException {
        try (Catalog catalog = Weir.open(Map.of("warehouse", disk.resolve("lake").toString()))) {
            catalog.createDatabase("db");
            Table table =
                    catalog.createTable(
                            NAME,
                            new TableDefinition(
                                    List.of(
                                            Field.of(0, "k", DataType.bigint().notNull()),
                                            Field.of(1, "v", DataType.string())),
                                    List.of(),
                                    List.of("k"),
                                    Map.of("bucket", "2", "write-only", "true"),
                                    null));
            write(table, 1);
            for (int pages = 0; pages < PAGES_MAX; pages++) {
                fill(pages * PAGE);
                boolean done = attempt(table, 2L * pages + 2);
                check(table, "with a full disk");
                Files.delete(disk.resolve("filler"));
                if (!done) {
                    write(table, 2L * pages + 3);
                }
                check(table, "after the next write");
                checkFiles(table);
            }
        }
        check(failed >= 5, "only " + failed + " writes met a full disk");
        System.out.println("failed " + failed + ", unknown " + unknown);
    }

    private void fill(int freeBytes) throws IOException {
        byte[] page = new byte[PAGE];
        Path filler = disk.resolve("filler");
        long left = Files.getFileStore(disk).getUsableSpace() - freeBytes;
        try (OutputStream output = Files.newOutputStream(filler)) {
            for (long written = 0; written + PAGE <= left; written += PAGE) {
                output.write(page);
            }
        }
    }

    private List<Row> change() {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < 300; row++) {
            rows.add(Row.of((long) random.nextInt(1000), Long.toHexString(random.nextLong())));
        }
        return rows;
    }

    private void write(Table table, long identifier) {
        check(attempt(table, identifier), "the write after the full disk failed");
    }

    /** Whether the rows are in the table now. */
    private boolean attempt(Table table, long identifier) {
        List<Row> rows = change();
        List<CommitMessage> messages = List.of();
        try (TableWrite write = table.newWrite("me");
                TableCommit commit = table.newCommit("me")) {
            try {
                write.write(Cells.batch(table.rowType(), rows));
                messages = write.prepareCommit(true);
                commit.commit(CommitRequest.of(identifier, messages));
            } catch (CommitUnknownException e) {
                unknown++;
                checkNames(e);
                // The only way on is to look again, with room.
                deleteFiller();
                commit.commit(CommitRequest.of(identifier, messages));
                fillAgain();
            } catch (StorageFailureException e) {
                failed++;
                checkNames(e);
                commit.abort(messages);
                return false;
            }
        }
        rows.forEach(row -> expected.put((Long) row.get(0), row));
        return true;
    }

    private void deleteFiller() {
        try {
            Files.deleteIfExists(disk.resolve("filler"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fillAgain() {
        try {
            fill(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void checkNames(WeirException error) {
        String text = error + " " + error.getCause();
        check(
                text.contains("snapshot") || text.contains(disk.toString()),
                "names no file: " + text);
        check(text.contains("space"), "does not say why: " + text);
    }

    private void check(Table table, String when) {
        List<Row> found = new ArrayList<>(Tables.read(table.newScan()));
        found.sort(Comparator.comparing(row -> (Long) row.get(0)));
        check(found.equals(List.copyOf(expected.values())), "other rows " + when);
    }

    /** As nothing is compacted and nothing expires, every file is one of a snapshot. */
    private void checkFiles(Table table) throws IOException {
        try (Stream<Path> walk = Files.walk(Path.of(table.location().path()))) {
            List<String> data =
                    walk.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("data-") || name.contains("tmp"))
                            .toList();
            // Of each commit one file a bucket.
            long commits = table.latestSnapshot().orElseThrow().id();
            check(data.size() == 2 * commits, commits + " commits, files left: " + data);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
