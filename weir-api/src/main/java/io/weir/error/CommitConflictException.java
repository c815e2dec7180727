package io.weir.error;

/**
 * Another commit took away what this one needs: redo the work on the new snapshot. Nothing of the
 * failed commit is visible.
 */
public final class CommitConflictException extends WeirException {

    private static final long serialVersionUID = 1L;

    public CommitConflictException(String message) {
        super(message, null);
    }

    public CommitConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
