package io.weir.sql.arrow;

import io.weir.data.Batch;
import io.weir.env.Environment;
import io.weir.table.BatchReader;
import io.weir.type.RowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The batches of many readers as one Arrow stream, in no order. Threads of its own open the readers
 * and lay the batches out; a few batches wait in a bounded queue for whoever pulls.
 *
 * <p>{@link #start} before the first pull. {@link #close} may come from any thread at any time; it
 * ends the producers and waits for them. Text columns whose first batch comes with a small
 * dictionary go by code, with a new dictionary wherever it changes.
 */
public final class BatchStream extends ArrowReader {

    private static final String NO_COLUMN = "weir_no_column";

    private final BufferAllocator buffers;
    private final RowType rowType;
    private final List<Callable<BatchReader>> sources;
    private final Consumer<Throwable> errors;
    private final AtomicInteger nextSource = new AtomicInteger();
    private final Handover handover;
    private final EncodedBatch.@Nullable Dictionary[] loaded;
    private final AtomicLong rowsTaken = new AtomicLong();
    private boolean closed;

    /**
     * @param allocator stays the caller's; must outlive what was pulled
     * @param rowType of the batches; without columns, rows are counted only and come as one column
     *     without meaning
     * @param sources each opens one reader; all are read, in any order
     * @param errors told the first failure of a source, from the thread that met it
     */
    public BatchStream(
            BufferAllocator allocator,
            RowType rowType,
            List<Callable<BatchReader>> sources,
            Consumer<Throwable> errors) {
        super(allocator);
        this.buffers = allocator;
        this.rowType = rowType;
        this.sources = List.copyOf(sources);
        this.errors = errors;
        this.handover = new Handover();
        this.loaded = new EncodedBatch.@Nullable Dictionary[rowType.size()];
    }

    /** Starts up to that many producers. */
    public void start(Environment environment, int producersMax) {
        int producers = Math.min(producersMax, sources.size());
        handover.begin(producers, 2 * producers + 1);
        for (int producer = 0; producer < producers; producer++) {
            // Batches and failures come by the handover.
            Future<?> unused =
                    environment.submitBackground(
                            "weir-sql-scan-" + producer,
                            () -> {
                                produce();
                                return null;
                            });
        }
    }

    private void produce() {
        Throwable failure = null;
        Producer producer = new Producer();
        try {
            int source = nextSource.getAndIncrement();
            while (source < sources.size() && !handover.stopped()) {
                producer.read(sources.get(source));
                source = nextSource.getAndIncrement();
            }
        } catch (Throwable e) {
            failure = e;
            errors.accept(e);
        } finally {
            producer.close();
            handover.producerDone(failure);
        }
    }

    /** What one thread keeps between batches. */
    private final class Producer implements AutoCloseable {
        private @Nullable BatchEncoder encoder;

        void read(Callable<BatchReader> source) throws Exception {
            try (BatchReader reader = source.call()) {
                Batch batch = reader.next();
                while (batch != null && !handover.stopped()) {
                    handover.put(encoder(batch).encode(batch));
                    batch = reader.next();
                }
            }
        }

        private BatchEncoder encoder(Batch batch) {
            BatchEncoder made = encoder;
            if (made == null) {
                made = new BatchEncoder(buffers, rowType, handover.chooseCoded(batch));
                encoder = made;
            }
            return made;
        }

        @Override
        public void close() {
            BatchEncoder made = encoder;
            if (made != null) {
                made.close();
            }
        }
    }

    @Override
    protected Schema readSchema() {
        if (rowType.size() == 0) {
            return new Schema(List.of(Field.nullable(NO_COLUMN, ArrowType.Bool.INSTANCE)));
        }
        boolean[] coded = handover.awaitCoded(rowType.size());
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < rowType.size(); column++) {
            DictionaryEncoding dictionary =
                    coded[column]
                            ? new DictionaryEncoding(column, false, new ArrowType.Int(32, true))
                            : null;
            io.weir.type.Field field = rowType.field(column);
            fields.add(ArrowTypes.field(field.name(), field.type(), dictionary));
        }
        return new Schema(fields);
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        EncodedBatch batch = handover.take();
        if (batch == null) {
            return false;
        }
        for (int column = 0; column < loaded.length; column++) {
            loadDictionary(column, batch.dictionaries()[column]);
        }
        rowsTaken.addAndGet(batch.rows().getLength());
        // Takes the reference of the rows; those of the dictionaries are kept in loaded.
        loadRecordBatch(batch.rows());
        return true;
    }

    private void loadDictionary(int column, EncodedBatch.@Nullable Dictionary dictionary) {
        if (dictionary == null) {
            return;
        }
        EncodedBatch.Dictionary before = loaded[column];
        if (before == dictionary) {
            dictionary.release();
            return;
        }
        FieldVector vector = lookup(column).getVector();
        vector.loadFieldBuffers(dictionary.node(), dictionary.buffers());
        loaded[column] = dictionary;
        if (before != null) {
            before.release();
        }
    }

    /** Rows pulled so far; from any thread. */
    public long rowsTaken() {
        return rowsTaken.get();
    }

    /** Lets everybody go who waits for this stream, with an error; from any thread. */
    public void cancel() {
        handover.cancel();
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        handover.stop();
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        handover.stop();
        for (int column = 0; column < loaded.length; column++) {
            EncodedBatch.Dictionary dictionary = loaded[column];
            if (dictionary != null) {
                dictionary.release();
                loaded[column] = null;
            }
        }
        super.close();
    }
}
