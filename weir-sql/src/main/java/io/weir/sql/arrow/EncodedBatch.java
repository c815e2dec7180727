package io.weir.sql.arrow;

import io.weir.data.BytesVector;
import io.weir.data.ColumnVector;
import io.weir.data.DictionaryVector;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch laid out as Arrow, with the dictionaries its codes refer to.
 *
 * @param rows nodes and buffers of the columns
 * @param dictionaries one entry a column, null for columns without a dictionary
 */
record EncodedBatch(ArrowRecordBatch rows, @Nullable Dictionary[] dictionaries)
        implements AutoCloseable {

    /** The values of one dictionary as Arrow buffers, shared by the batches that use it. */
    static final class Dictionary {
        private final BytesVector source;
        private final int length;
        private final List<ArrowBuf> buffers;

        Dictionary(BufferAllocator allocator, BytesVector source, io.weir.type.DataType type) {
            this.source = source;
            this.length = source.length();
            ColumnEncoder encoder = new ColumnEncoder(allocator);
            encoder.add(source, type);
            this.buffers = encoder.buffers();
        }

        boolean isOf(BytesVector vector) {
            return source == vector;
        }

        ArrowFieldNode node() {
            return new ArrowFieldNode(length, 0);
        }

        List<ArrowBuf> buffers() {
            return buffers;
        }

        void retain() {
            buffers.forEach(buffer -> buffer.getReferenceManager().retain());
        }

        void release() {
            buffers.forEach(buffer -> buffer.getReferenceManager().release());
        }
    }

    /** Whether a column is worth sending by code: its dictionary is no longer than the batch. */
    static boolean gainsByCodes(ColumnVector column) {
        return column instanceof DictionaryVector coded
                && coded.dictionary().length() <= Math.max(coded.length(), 1024);
    }

    @Override
    public void close() {
        rows.close();
        for (Dictionary dictionary : dictionaries) {
            if (dictionary != null) {
                dictionary.release();
            }
        }
    }
}
