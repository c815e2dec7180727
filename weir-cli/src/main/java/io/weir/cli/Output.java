package io.weir.cli;

import io.weir.error.StorageFailureException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Standard output for results. Unlike {@link System#out} it does not hide that nobody reads. */
final class Output extends OutputStream {

    /**
     * The reader of a pipe has what it wanted, as {@code | head} does: the command ends quietly.
     */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException(IOException cause) {
            super("nobody reads standard output any more", cause);
        }
    }

    private final OutputStream sink;

    private Output(OutputStream sink) {
        this.sink = sink;
    }

    /** Standard output in UTF-8 with a large buffer. */
    static PrintWriter standard() {
        return over(new FileOutputStream(FileDescriptor.out));
    }

    static PrintWriter over(OutputStream sink) {
        return new PrintWriter(
                new BufferedWriter(
                        new OutputStreamWriter(new Output(sink), StandardCharsets.UTF_8), 1 << 16));
    }

    private static RuntimeException failed(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Broken pipe") || message.contains("Stream closed")
                ? new ClosedException(e)
                : new StorageFailureException("standard output", message, false, e);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            sink.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() {
        try {
            sink.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
