package io.weir.error;

/**
 * The call, the statement or an option is wrong; the message names it and lists what is allowed.
 */
public final class InvalidRequestException extends WeirException {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message, null);
    }

    public InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
