package io.weir.core;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Cells;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.env.Environment;
import io.weir.table.CommitMessage;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Snapshot;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableWrite;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One process of {@link ProcessesTest}: a writer, the committer or a reader. They have the
 * warehouse and a directory of messages in common, nothing else.
 *
 * <p>What writer w does in round r is a function of the two, so that every reader can say what rows
 * a snapshot must have from its commit identifier, which is the round.
 */
public final class LakeProcess {

    static final int WRITERS = 4;
    static final int ROUNDS = 12;
    static final String USER = "engine";
    private static final int ROWS = 30;
    private static final int ROUNDS_AHEAD = 2;
    static final int DIED = 9;
    private static final int KILLED = 1;
    private static final int KILLED_AT = 6;
    private static final long PATIENCE_MILLIS = 120_000;

    private final Table table;
    private final Path inbox;
    private final boolean keyed;

    private LakeProcess(Table table, Path inbox) {
        this.table = table;
        this.inbox = inbox;
        this.keyed = table.schema().hasPrimaryKey();
    }

    /** Arguments: role, warehouse, message directory, number of the writer. */
    public static void main(String[] arguments) throws IOException {
        try (Catalog catalog = Weir.open(Map.of("warehouse", arguments[1]))) {
            Table table = catalog.table(new Identifier("db", "t"));
            LakeProcess process = new LakeProcess(table, Path.of(arguments[2]));
            switch (arguments[0]) {
                case "writer" -> process.write(Integer.parseInt(arguments[3]));
                case "committer" -> process.commit();
                case "reader" -> process.read();
                case "follower" -> process.follow();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** What a writer writes in a round. Its keys are its own; an append table has only inserts. */
    static List<Row> change(int writer, int round, boolean keyed) {
        SplittableRandom random = new SplittableRandom(1000L * writer + round);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            long key = random.nextInt(100) * (long) WRITERS + writer;
            rows.add(
                    random.nextInt(5) == 0 && keyed
                            ? Row.of(RowKind.DELETE, key, null)
                            : Row.of(key, "w" + writer + " r" + round + " " + row));
        }
        return rows;
    }

    /** The rows of the table after a round, in order. */
    static List<Row> rowsAfter(long round, boolean keyed) {
        TreeMap<Long, Row> rows = new TreeMap<>();
        List<Row> all = new ArrayList<>();
        for (int each = 1; each <= round; each++) {
            for (int writer = 0; writer < WRITERS; writer++) {
                List<Row> change = change(writer, each, keyed);
                apply(change, rows);
                all.addAll(change);
            }
        }
        return keyed ? List.copyOf(rows.values()) : sorted(all);
    }

    static List<Row> sorted(List<Row> rows) {
        return rows.stream()
                .sorted(
                        Comparator.comparing((Row row) -> (Long) row.get(0))
                                .thenComparing(row -> String.valueOf(row.get(1))))
                .toList();
    }

    static void apply(List<Row> changes, TreeMap<Long, Row> rows) {
        for (Row row : changes) {
            if (RowKind.isRetract(row.kind().code())) {
                rows.remove((Long) row.get(0));
            } else {
                rows.put((Long) row.get(0), Row.of(row.get(0), row.get(1)));
            }
        }
    }

    private void write(int writer) throws IOException {
        int first = 1;
        while (Files.exists(messages(writer, first))) {
            first++;
        }
        try (TableWrite write = table.newWrite(USER)) {
            if (first > 1) {
                write.restore(stateIn(messages(writer, first - 1)));
            }
            for (int round = first; round <= ROUNDS; round++) {
                await(inbox.resolve("committed-" + (round - ROUNDS_AHEAD)), round > ROUNDS_AHEAD);
                write.write(Cells.batch(table.rowType(), change(writer, round, keyed)));
                dieOnce(writer == KILLED && round == KILLED_AT, "writer");
                send(messages(writer, round), write.prepareCommit(round % 3 == 0), write.state());
            }
            await(inbox.resolve("committed-" + ROUNDS), true);
        }
    }

    private Path messages(int writer, int round) {
        return inbox.resolve("messages-" + round + "-" + writer);
    }

    // As though the process were killed here, the first time it comes here.
    private void dieOnce(boolean here, String name) throws IOException {
        Path died = inbox.resolve("died-" + name);
        if (here && !Files.exists(died)) {
            put(died, new byte[0]);
            Runtime.getRuntime().halt(DIED);
        }
    }

    private static void send(Path file, List<CommitMessage> messages, byte[] state)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeInt(state.length);
            output.write(state);
            output.writeInt(messages.size());
            for (CommitMessage message : messages) {
                byte[] content = message.toBytes();
                output.writeInt(content.length);
                output.write(content);
            }
        }
        put(file, bytes.toByteArray());
    }

    private static void put(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] stateIn(Path file) throws IOException {
        try (DataInputStream input = new DataInputStream(Files.newInputStream(file))) {
            return input.readNBytes(input.readInt());
        }
    }

    private List<CommitMessage> receive(Path file) throws IOException {
        List<CommitMessage> messages = new ArrayList<>();
        try (DataInputStream input = new DataInputStream(Files.newInputStream(file))) {
            input.skipNBytes(input.readInt());
            for (int count = input.readInt(); count > 0; count--) {
                messages.add(table.decodeMessage(input.readNBytes(input.readInt())));
            }
        }
        return messages;
    }

    private static void await(Path file, boolean really) {
        Environment environment = Environment.real();
        long end = environment.currentMillis() + PATIENCE_MILLIS;
        while (really && !Files.exists(file)) {
            if (environment.currentMillis() > end) {
                throw new IllegalStateException(file + " does not come");
            }
            environment.sleep(5);
        }
    }

    private void commit() throws IOException {
        try (TableCommit commit = table.newCommit(USER)) {
            for (int round = 1; round <= ROUNDS; round++) {
                if (commit.notCommitted(Set.of((long) round)).isEmpty()) {
                    // Of an earlier life of this process, which did not come to say so.
                    put(inbox.resolve("committed-" + round), new byte[0]);
                    continue;
                }
                List<CommitMessage> messages = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    await(messages(writer, round), true);
                    messages.addAll(receive(messages(writer, round)));
                }
                commit.commit(CommitRequest.of(round, messages));
                dieOnce(round == KILLED_AT - 2, "committer");
                put(inbox.resolve("committed-" + round), new byte[0]);
                if (round % 5 == 0) {
                    table.maintenance().compact(true, null);
                }
            }
        }
    }

    private void read() {
        long round = 0;
        while (round < ROUNDS) {
            Optional<Snapshot> latest = table.latestSnapshot();
            if (latest.isEmpty()) {
                Environment.real().sleep(5);
                continue;
            }
            long id = latest.get().id();
            Scan scan = table.withOptions(Map.of("scan.snapshot-id", Long.toString(id))).newScan();
            List<Row> found = new ArrayList<>();
            for (Split split : scan.plan().splits()) {
                Split travelled = table.decodeSplit(split.toBytes());
                Tables.read(scan.read(), travelled, scan.rowType(), found);
            }
            Long last = roundOf(id);
            check(rowsAfter(last, keyed), found, "snapshot " + id + " of round " + last);
            round = last;
        }
    }

    // A compaction by another user has the rows of the round before it.
    private long roundOf(long id) {
        for (long each = id; each > 0; each--) {
            Snapshot snapshot = table.snapshot(each).orElseThrow();
            if (snapshot.commitUser().equals(USER)) {
                return snapshot.commitIdentifier();
            }
        }
        return 0;
    }

    private void follow() {
        TreeMap<Long, Row> rows = new TreeMap<>();
        List<Row> all = new ArrayList<>();
        byte[] state = null;
        List<Row> end = rowsAfter(ROUNDS, keyed);
        long patience = Environment.real().currentMillis() + PATIENCE_MILLIS;
        while (!(keyed ? List.copyOf(rows.values()) : sorted(all)).equals(end)) {
            // A new scan each time: the state must hold everything.
            Scan scan = table.newScan();
            StreamScan stream = scan.stream();
            if (state != null) {
                stream.restore(state);
            }
            Plan plan = stream.next();
            if (plan == null) {
                if (Environment.real().currentMillis() > patience) {
                    check(end, keyed ? List.copyOf(rows.values()) : all, "the end of the stream");
                }
                Environment.real().sleep(5);
                continue;
            }
            List<Row> changes = Tables.read(scan, plan);
            apply(changes, rows);
            all.addAll(changes);
            state = stream.state();
        }
    }

    private static void check(List<Row> expected, List<Row> found, String where) {
        List<Row> sorted = sorted(found);
        if (!expected.equals(sorted)) {
            throw new AssertionError(where + ": expected " + expected + " and found " + sorted);
        }
    }
}
