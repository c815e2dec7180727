package io.weir.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors of Weir. One sentence that names the thing; numbers where there are some.
 */
public abstract sealed class WeirException extends RuntimeException
        permits InvalidRequestException,
                ExistenceException,
                CommitConflictException,
                CommitUnknownException,
                CorruptFileException,
                StorageFailureException {

    private static final long serialVersionUID = 1L;

    WeirException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
