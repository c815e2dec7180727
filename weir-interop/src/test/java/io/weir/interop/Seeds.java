package io.weir.interop;

/**
 * How many seeds a random test plays: few in every build, more with {@code
 * -Dweir.interop.seeds=<factor>}.
 */
final class Seeds {

    private Seeds() {}

    static int count(int usual) {
        return usual * Integer.getInteger("weir.interop.seeds", 1);
    }
}
