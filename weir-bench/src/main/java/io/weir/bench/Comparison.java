package io.weir.bench;

import java.util.ArrayList;
import java.util.List;

/** The rounds of one workload, both engines. */
final class Comparison {

    private final List<Measurement> weir = new ArrayList<>();
    private final List<Measurement> paimon = new ArrayList<>();
    private boolean equalResults = true;

    void add(Measurement ours, Measurement theirs, boolean counted) {
        equalResults &= ours.rows() == theirs.rows() && ours.hash() == theirs.hash();
        if (counted) {
            weir.add(ours);
            paimon.add(theirs);
        }
    }

    boolean equalResults() {
        return equalResults;
    }

    List<Measurement> weir() {
        return weir;
    }

    List<Measurement> paimon() {
        return paimon;
    }

    /** CPU seconds of Paimon over those of Weir, round by round, ascending. */
    double[] cpuRatios() {
        double[] ratios = new double[weir.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = paimon.get(round).cpuSeconds() / weir.get(round).cpuSeconds();
        }
        java.util.Arrays.sort(ratios);
        return ratios;
    }
}
