package io.weir.bench;

/**
 * One measured run.
 *
 * @param wallSeconds by the clock
 * @param cpuSeconds of all threads of the process, garbage collector and compiler included
 * @param rows the result's row count
 * @param hash the result's hash
 */
record Measurement(double wallSeconds, double cpuSeconds, long rows, long hash) {

    static Measurement parse(String line) {
        String[] words = line.split(" ", -1);
        return new Measurement(
                Long.parseLong(words[1]) / 1e9,
                Long.parseLong(words[2]) / 1e9,
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }
}
