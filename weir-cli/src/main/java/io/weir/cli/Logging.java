package io.weir.cli;

/** Keeps libraries from talking on the user's terminal. */
final class Logging {

    private Logging() {}

    /**
     * Libraries log nothing, unless WEIR_LOG names a level such as {@code warn}; call before the
     * first logger is made.
     */
    static void silence() {
        String level = System.getenv().getOrDefault("WEIR_LOG", "off");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level);
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
}
