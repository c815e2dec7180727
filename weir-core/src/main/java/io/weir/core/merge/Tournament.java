package io.weir.core.merge;

/**
 * A tree of losers over the inputs of a merge (Knuth, The Art of Computer Programming 3, section
 * 5.4.1).
 *
 * <pre>
 *            losers[0]: the winner of all
 *                |
 *            losers[1]              inner node n has the loser of the match played there,
 *            /       \              its children are nodes 2n and 2n + 1
 *      losers[2]   losers[3]
 *       /    \      /    \
 *     in 0  in 1  in 2  in 3        input i is leaf i + inputs
 * </pre>
 *
 * <p>After the winner moved on, only the matches on its way to the root are played again. Matches
 * compare key prefixes; ties are settled by key, then version, then place in the list of inputs. An
 * exhausted input loses every match.
 */
final class Tournament {

    private final KeyOrder order;
    private final RunInput[] inputs;
    private final long[] heads;
    private final int[] losers;

    Tournament(KeyOrder order, RunInput[] inputs) {
        this.order = order;
        this.inputs = inputs;
        this.heads = new long[inputs.length];
        this.losers = new int[inputs.length];
        playAll();
    }

    /** Plays every match anew, after any inputs moved on. */
    void playAll() {
        for (int input = 0; input < inputs.length; input++) {
            heads[input] = head(input);
        }
        losers[0] = inputs.length == 1 ? 0 : play(1);
    }

    private int play(int node) {
        if (node >= inputs.length) {
            return node - inputs.length;
        }
        int left = play(2 * node);
        int right = play(2 * node + 1);
        boolean leftWins = beats(left, right);
        losers[node] = leftWins ? right : left;
        return leftWins ? left : right;
    }

    private long head(int input) {
        RunInput run = inputs[input];
        return run.exhausted ? Long.MAX_VALUE : run.prefixes[run.position];
    }

    /**
     * The input with the least key, and of equal keys the oldest version. Exhausted when all are.
     */
    RunInput winner() {
        return inputs[losers[0]];
    }

    /** Plays again after the winner's current row changed. */
    void replay() {
        int best = losers[0];
        long bestHead = head(best);
        heads[best] = bestHead;
        for (int node = (best + inputs.length) >>> 1; node > 0; node >>>= 1) {
            int other = losers[node];
            long otherHead = heads[other];
            if (otherHead < bestHead || (otherHead == bestHead && beatsTied(other, best))) {
                losers[node] = best;
                best = other;
                bestHead = otherHead;
            }
        }
        losers[0] = best;
    }

    /**
     * The least prefix among the inputs that are not the winner; the greatest long when there is
     * none.
     */
    long secondHead() {
        long second = Long.MAX_VALUE;
        for (int node = (losers[0] + inputs.length) >>> 1; node > 0; node >>>= 1) {
            second = Math.min(second, heads[losers[node]]);
        }
        return second;
    }

    private boolean beats(int left, int right) {
        return heads[left] < heads[right]
                || (heads[left] == heads[right] && beatsTied(left, right));
    }

    private boolean beatsTied(int left, int right) {
        RunInput a = inputs[left];
        RunInput b = inputs[right];
        if (a.exhausted || b.exhausted) {
            return a.exhausted == b.exhausted ? left < right : b.exhausted;
        }
        if (!(a.exact && b.exact)) {
            int keys = order.compareKeys(a.columns, a.position, b.columns, b.position);
            if (keys != 0) {
                return keys < 0;
            }
        }
        int versions =
                order.numbersOnly()
                        ? Long.compare(a.numbers[a.position], b.numbers[b.position])
                        : order.compareVersions(a.columns, a.position, b.columns, b.position);
        return versions != 0 ? versions < 0 : left < right;
    }
}
