package io.weir.cli;

/**
 * Whether a person sits in front: the launcher knows and says so, since Java's own answer depends
 * on its version.
 */
final class UserTerminal {

    private UserTerminal() {}

    /** Input and output are a terminal. */
    static boolean isInteractive() {
        return Boolean.getBoolean("weir.terminal.input")
                && Boolean.getBoolean("weir.terminal.output");
    }

    /** Columns of the terminal that shows the output; no limit when there is none. */
    static int width() {
        return canDraw() ? Integer.getInteger("weir.terminal.width", 80) : Integer.MAX_VALUE;
    }

    /** Output is a terminal and may be drawn over. */
    static boolean canDraw() {
        return Boolean.getBoolean("weir.terminal.output");
    }
}
