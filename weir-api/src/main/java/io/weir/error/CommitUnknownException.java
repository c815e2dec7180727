package io.weir.error;

/**
 * A commit may or may not have succeeded. Look for it before retrying, and delete nothing it wrote.
 */
public final class CommitUnknownException extends WeirException {

    private static final long serialVersionUID = 1L;

    public CommitUnknownException(String message) {
        super(message, null);
    }

    public CommitUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
