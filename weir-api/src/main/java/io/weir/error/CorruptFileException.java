package io.weir.error;

import org.jspecify.annotations.Nullable;

/** A file's bytes are not what the format asks for. Cannot be made without naming the file. */
public final class CorruptFileException extends WeirException {

    private static final long serialVersionUID = 1L;
    private final String location;

    /**
     * @param location the file
     * @param problem where in it, what was expected and what was found
     */
    public CorruptFileException(String location, String problem) {
        this(location, problem, null);
    }

    public CorruptFileException(String location, String problem, @Nullable Throwable cause) {
        super(location + ": " + problem, cause);
        this.location = location;
    }

    /** The file. */
    public String location() {
        return location;
    }
}
