package io.weir.parquet;

import io.weir.parquet.encoding.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** The structures of Parquet's metadata as bytes, in Thrift's compact protocol. */
final class Thrift {

    /** Structures inside each other that an unknown field may have. */
    private static final int SKIP_DEPTH_MAX = 64;

    static {
        TProtocolUtil.setMaxSkipDepth(SKIP_DEPTH_MAX);
    }

    private Thrift() {}

    static byte[] write(TBase<?, ?> structure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            structure.write(new TCompactProtocol(new TIOStreamTransport(bytes)));
        } catch (TException failure) {
            throw new IllegalStateException(failure);
        }
        return bytes.toByteArray();
    }

    /**
     * Fills a structure from {@code bytes[offset .. offset + length)}.
     *
     * @return how many of the bytes it takes
     */
    static int read(TBase<?, ?> structure, byte[] bytes, int offset, int length) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes, offset, length);
        try {
            // Strings and lists longer than the bytes that are there are refused before allocating.
            structure.read(new TCompactProtocol(new TIOStreamTransport(in), length, length));
        } catch (TException | RuntimeException failure) {
            throw new MalformedException(
                    structure.getClass().getSimpleName() + " is not readable: " + failure);
        }
        return length - in.available();
    }
}
