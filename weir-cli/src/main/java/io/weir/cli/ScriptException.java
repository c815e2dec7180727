package io.weir.cli;

import io.weir.error.WeirException;

/** A statement of a file failed: the place before what went wrong. */
final class ScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScriptException(String place, WeirException error) {
        super(place + Errors.sentence(error), error);
    }
}
