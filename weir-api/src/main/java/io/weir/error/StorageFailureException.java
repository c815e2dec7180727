package io.weir.error;

import org.jspecify.annotations.Nullable;

/** Storage refused or failed: no space, no permission, a broken connection. */
public final class StorageFailureException extends WeirException {

    private static final long serialVersionUID = 1L;
    private final String location;
    private final boolean retryable;

    /**
     * @param location the file or directory
     * @param problem what was tried and what came back
     * @param retryable whether the same call may succeed later
     */
    public StorageFailureException(
            String location, String problem, boolean retryable, @Nullable Throwable cause) {
        super(location + ": " + problem, cause);
        this.location = location;
        this.retryable = retryable;
    }

    public String location() {
        return location;
    }

    public boolean retryable() {
        return retryable;
    }
}
