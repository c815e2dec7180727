package io.weir.sql;

import io.weir.data.Batch;
import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import io.weir.data.Row;
import io.weir.data.RowKind;
import io.weir.data.VectorBuilder;
import io.weir.error.InvalidRequestException;
import io.weir.option.Options;
import io.weir.predicate.Predicate;
import io.weir.storage.Location;
import io.weir.table.BatchReader;
import io.weir.table.CommitMessage;
import io.weir.table.Identifier;
import io.weir.table.Maintenance;
import io.weir.table.Plan;
import io.weir.table.Scan;
import io.weir.table.Snapshot;
import io.weir.table.Split;
import io.weir.table.StreamScan;
import io.weir.table.Table;
import io.weir.table.TableCommit;
import io.weir.table.TableDefinition;
import io.weir.table.TableRead;
import io.weir.table.TableSchema;
import io.weir.table.TableWrite;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A table that is a list of batches; each call of {@link #append} is a snapshot and two splits. */
final class MemoryTable implements Table {

    private final Identifier identifier;
    private final TableSchema schema;
    private final List<Batch> batches;
    private final Map<String, String> dynamicOptions;
    private final AtomicReference<Runnable> afterNextPlan;
    volatile List<String> lastColumns = List.of();
    volatile Predicate lastFilter;

    MemoryTable(Identifier identifier, TableDefinition definition) {
        List<Field> fields = new ArrayList<>();
        for (Field field : definition.columns()) {
            fields.add(field.withId(fields.size()));
        }
        this.identifier = identifier;
        this.schema =
                new TableSchema(
                        0,
                        fields,
                        fields.size() - 1,
                        definition.partitionKeys(),
                        definition.primaryKeys(),
                        definition.options(),
                        definition.comment(),
                        0);
        this.batches = new ArrayList<>();
        this.dynamicOptions = Map.of();
        this.afterNextPlan = new AtomicReference<>();
    }

    private MemoryTable(MemoryTable origin, Map<String, String> dynamicOptions) {
        this.identifier = origin.identifier;
        this.schema = origin.schema;
        this.batches = origin.batches;
        this.dynamicOptions = dynamicOptions;
        this.afterNextPlan = origin.afterNextPlan;
    }

    /** Something that happens once, when the next scan has its plan. */
    void afterNextPlan(Runnable event) {
        afterNextPlan.set(event);
    }

    /** Rows as a snapshot; texts go by dictionary when asked for. */
    void append(boolean dictionaries, Object[]... rows) {
        ColumnVector[] columns = new ColumnVector[schema.fields().size()];
        for (int column = 0; column < columns.length; column++) {
            VectorBuilder builder = VectorBuilder.of(schema.rowType().type(column), rows.length);
            for (Object[] row : rows) {
                builder.appendValue(row[column]);
            }
            columns[column] = builder.build();
            if (dictionaries && columns[column] instanceof BytesVector bytes) {
                columns[column] = coded(bytes);
            }
        }
        synchronized (batches) {
            batches.add(new Batch(rows.length, columns));
        }
    }

    private static DictionaryVector coded(BytesVector bytes) {
        Map<String, Integer> codes = new HashMap<>();
        VectorBuilder dictionary = VectorBuilder.of(io.weir.type.DataType.string(), 4);
        int[] coded = new int[bytes.length()];
        for (int row = 0; row < coded.length; row++) {
            if (!bytes.isNull(row)) {
                String text = bytes.text(row);
                Integer code = codes.get(text);
                if (code == null) {
                    code = codes.size();
                    codes.put(text, code);
                    dictionary.appendValue(text);
                }
                coded[row] = code;
            }
        }
        return new DictionaryVector(
                (BytesVector) dictionary.build(), coded, coded.length, bytes.validity());
    }

    @Override
    public Identifier identifier() {
        return identifier;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public RowType rowType() {
        return schema.rowType();
    }

    @Override
    public Options options() {
        return schema.tableOptions().with(dynamicOptions);
    }

    @Override
    public Location location() {
        return Location.of("file:///memory/" + identifier);
    }

    @Override
    public Table withOptions(Map<String, String> options) {
        return new MemoryTable(this, options().with(options).asMap());
    }

    /** Batches that a scan reads: all, or as many as its version says. */
    private List<Batch> chosen() {
        String version =
                dynamicOptions.getOrDefault("scan.version", dynamicOptions.get("scan.snapshot-id"));
        synchronized (batches) {
            return List.copyOf(
                    version == null ? batches : batches.subList(0, Integer.parseInt(version)));
        }
    }

    @Override
    public Optional<Snapshot> latestSnapshot() {
        synchronized (batches) {
            return batches.isEmpty() ? Optional.empty() : snapshot(batches.size());
        }
    }

    @Override
    public Optional<Snapshot> snapshot(long id) {
        long rows = batches.stream().limit(id).mapToLong(Batch::rowCount).sum();
        return Optional.of(
                new Snapshot(
                        id, 0, Snapshot.Kind.APPEND, "test", 0, 0, rows, 0, null, null, Map.of()));
    }

    @Override
    public Optional<Snapshot> latestSnapshotOfUser(String commitUser) {
        return Optional.empty();
    }

    @Override
    public Scan newScan() {
        return new MemoryScan(rowType(), null);
    }

    @Override
    public TableWrite newWrite(String commitUser) {
        throw new InvalidRequestException("not in memory");
    }

    @Override
    public TableCommit newCommit(String commitUser) {
        throw new InvalidRequestException("not in memory");
    }

    @Override
    public Maintenance maintenance() {
        throw new InvalidRequestException("not in memory");
    }

    @Override
    public Split decodeSplit(byte[] bytes) {
        throw new InvalidRequestException("not in memory");
    }

    @Override
    public CommitMessage decodeMessage(byte[] bytes) {
        throw new InvalidRequestException("not in memory");
    }

    private record MemorySplit(List<Batch> batches) implements Split {
        @Override
        public Row partition() {
            return Row.of(RowKind.INSERT);
        }

        @Override
        public int bucket() {
            return 0;
        }

        @Override
        public long rowCount() {
            return batches.stream().mapToLong(Batch::rowCount).sum();
        }

        @Override
        public long sizeBytes() {
            return rowCount();
        }

        @Override
        public boolean isRaw() {
            return false;
        }

        @Override
        public List<Location> files() {
            return List.of();
        }

        @Override
        public byte[] toBytes() {
            return new byte[0];
        }
    }

    private final class MemoryScan implements Scan {
        private final RowType rowType;
        private final Predicate filter;

        MemoryScan(RowType rowType, Predicate filter) {
            this.rowType = rowType;
            this.filter = filter;
        }

        @Override
        public Scan project(List<String> columns) {
            return new MemoryScan(schema.rowType().project(columns), filter);
        }

        @Override
        public Scan project(RowType wanted) {
            return project(wanted.names());
        }

        @Override
        public Scan filter(Predicate predicate) {
            return new MemoryScan(rowType, predicate);
        }

        @Override
        public Scan limit(long rows) {
            return this;
        }

        @Override
        public RowType rowType() {
            return rowType;
        }

        @Override
        public Plan plan() {
            List<Batch> all = chosen();
            MemoryTable latest = MemoryTable.this;
            latest.lastColumns = rowType.names();
            latest.lastFilter = filter;
            List<Split> splits = new ArrayList<>();
            for (Batch batch : all) {
                splits.add(new MemorySplit(List.of(batch)));
            }
            Runnable event = afterNextPlan.getAndSet(null);
            if (event != null) {
                event.run();
            }
            return new Plan((long) all.size(), splits, false, new Plan.Pruning(0, 0, 0, 0, 0, 0));
        }

        @Override
        public TableRead read() {
            int[] columns = rowType.names().stream().mapToInt(schema.rowType()::index).toArray();
            return split -> {
                List<Batch> left = new ArrayList<>(((MemorySplit) split).batches());
                return new BatchReader() {
                    @Override
                    public Batch next() {
                        return left.isEmpty() ? null : left.remove(0).project(columns);
                    }

                    @Override
                    public void close() {}
                };
            };
        }

        @Override
        public StreamScan stream() {
            throw new InvalidRequestException("not in memory");
        }
    }
}
