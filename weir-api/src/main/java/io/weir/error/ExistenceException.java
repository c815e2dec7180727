package io.weir.error;

/** A named thing is not there, or is there already; {@link #found()} tells which. */
public final class ExistenceException extends WeirException {

    private static final long serialVersionUID = 1L;
    private final boolean found;

    private ExistenceException(String message, boolean found) {
        super(message, null);
        this.found = found;
    }

    /** The thing should be there and is not, for example {@code notFound("table", "db.t")}. */
    public static ExistenceException notFound(String kind, String name) {
        return new ExistenceException(kind + " " + name + " does not exist", false);
    }

    /** The thing should be there and is not; the whole sentence is given. */
    public static ExistenceException notFound(String message) {
        return new ExistenceException(message, false);
    }

    /** The thing should not be there and is. */
    public static ExistenceException alreadyExists(String kind, String name) {
        return new ExistenceException(kind + " " + name + " already exists", true);
    }

    /** True: it exists already. False: it was not found. */
    public boolean found() {
        return found;
    }
}
