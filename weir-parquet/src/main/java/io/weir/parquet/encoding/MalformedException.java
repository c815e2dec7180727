package io.weir.parquet.encoding;

/**
 * Bytes are not what their encoding asks for. Never leaves the format: whoever knows the file turns
 * it into a {@link io.weir.error.CorruptFileException}.
 */
public final class MalformedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedException(String problem) {
        super(problem);
    }
}
