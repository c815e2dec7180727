package io.weir.bench;

import io.weir.Weir;
import io.weir.catalog.Catalog;
import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.DoubleVector;
import io.weir.data.IntVector;
import io.weir.data.LongVector;
import io.weir.predicate.Predicate;
import io.weir.table.BatchReader;
import io.weir.table.CommitRequest;
import io.weir.table.Identifier;
import io.weir.table.Scan;
import io.weir.table.Split;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableRead;
import io.weir.table.TableWrite;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Weir through its public API. */
final class WeirEngine implements Engine {

    private final Path warehouse;
    private final Catalog catalog;
    private final Map<Integer, WordHashes> wordHashes = new HashMap<>();

    WeirEngine(Path warehouse) {
        this.warehouse = warehouse;
        this.catalog = Weir.open(Map.of("warehouse", warehouse.toAbsolutePath().toString()));
        if (!catalog.hasDatabase(PaimonEngine.DATABASE)) {
            catalog.createDatabase(PaimonEngine.DATABASE);
        }
    }

    private Table table(String name) {
        return catalog.table(new Identifier(PaimonEngine.DATABASE, name));
    }

    @Override
    public void createTable(String name, boolean keyed, Map<String, String> options) {
        catalog.createTable(
                new Identifier(PaimonEngine.DATABASE, name),
                new TableDefinition(
                        OrderRows.TYPE.fields(),
                        List.of(),
                        keyed ? List.of("id") : List.of(),
                        options,
                        null));
    }

    @Override
    public void write(String name, List<List<Batch>> commits) {
        Table table = table(name);
        try (TableWrite write = table.newWrite("bench");
                TableCommit commit = table.newCommit("bench")) {
            long identifier = 1;
            for (List<Batch> batches : commits) {
                for (Batch batch : batches) {
                    write.write(batch);
                }
                commit.commit(CommitRequest.of(identifier++, write.prepareCommit(true)));
            }
        }
    }

    @Override
    public void compactFully(String name) {
        table(name).withOptions(Map.of("write-only", "false")).maintenance().compact(true, null);
    }

    @Override
    public ReadResult read(String name, List<String> columns) {
        Scan scan = table(name).newScan().project(columns);
        int[] positions =
                OrderRows.TYPE.project(columns).fields().stream()
                        .mapToInt(field -> OrderRows.TYPE.index(field.name()))
                        .toArray();
        TableRead read = scan.read();
        wordHashes.clear();
        long rows = 0;
        long hash = 0;
        for (Split split : scan.plan().splits()) {
            try (BatchReader reader = read.open(split)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                    for (int column = 0; column < positions.length; column++) {
                        hash += hash(positions[column], batch.column(column));
                    }
                }
            }
        }
        return new ReadResult(rows, hash);
    }

    @Override
    public long plan(String name, int partition) {
        Scan scan = table(name).newScan();
        if (partition >= 0) {
            scan = scan.filter(Predicate.equal("p", partition));
        }
        return scan.plan().pruning().filesRead();
    }

    @Override
    public Path directory(String name) {
        return warehouse.resolve(PaimonEngine.DATABASE + ".db").resolve(name);
    }

    @Override
    public void close() {
        catalog.close();
    }

    private long hash(int column, ColumnVector vector) {
        return switch (vector.kind()) {
            case LONG -> hash(column, ((LongVector) vector).values(), vector.length());
            case INT -> hash(column, ((IntVector) vector).values(), vector.length());
            case DOUBLE -> hash(column, ((DoubleVector) vector).values(), vector.length());
            case BYTES -> hash(column, (BytesVector) vector);
            case DICTIONARY ->
                    wordHashes
                            .computeIfAbsent(column, WordHashes::new)
                            .sum((DictionaryVector) vector);
            default -> throw new IllegalStateException("no " + vector.kind() + " here");
        };
    }

    private static long hash(int column, long[] values, int count) {
        long sum = 0;
        for (int row = 0; row < count; row++) {
            sum += ValueHash.of(column, values[row]);
        }
        return sum;
    }

    private static long hash(int column, int[] values, int count) {
        long sum = 0;
        for (int row = 0; row < count; row++) {
            sum += ValueHash.of(column, values[row]);
        }
        return sum;
    }

    private static long hash(int column, double[] values, int count) {
        long sum = 0;
        for (int row = 0; row < count; row++) {
            sum += ValueHash.of(column, Double.doubleToRawLongBits(values[row]));
        }
        return sum;
    }

    private static long hash(int column, BytesVector text) {
        long sum = 0;
        for (int row = 0; row < text.length(); row++) {
            sum += hash(column, text, row);
        }
        return sum;
    }

    private static long hash(int column, BytesVector text, int row) {
        int start = text.offsets()[row];
        int end = text.offsets()[row + 1];
        return ValueHash.ofText(column, end - start, text.data()[start], text.data()[end - 1]);
    }

    /** Sums of a column that comes as codes: each word of a dictionary is hashed once. */
    private static final class WordHashes {

        private final int column;
        private final IdentityHashMap<BytesVector, long[]> known = new IdentityHashMap<>();

        WordHashes(int column) {
            this.column = column;
        }

        long sum(DictionaryVector text) {
            long[] hashes = known.computeIfAbsent(text.dictionary(), this::hashes);
            int[] codes = text.codes();
            long sum = 0;
            for (int row = 0; row < text.length(); row++) {
                sum += hashes[codes[row]];
            }
            return sum;
        }

        private long[] hashes(BytesVector words) {
            long[] hashes = new long[words.length()];
            for (int word = 0; word < hashes.length; word++) {
                hashes[word] = hash(column, words, word);
            }
            return hashes;
        }
    }
}
