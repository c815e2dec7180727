package io.weir.interop;

import io.weir.data.Row;
import io.weir.interop.TableSpecs.Kind;
import io.weir.table.SchemaChange;
import io.weir.testkit.RandomHistory;
import io.weir.testkit.RandomRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables whose definition changes between commits, now by one library, now by the other. After each
 * step both read the same rows, and no filter loses one.
 */
class EvolutionInteropTest {

    private static final int STEPS = 8;
    private static final int FILTERS = 4;

    @TempDir private Path warehouse;

    @TestFactory
    List<DynamicTest> changedDefinitions() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (long seed = 1; seed <= Seeds.count(2); seed++) {
                long drawn = 40_000 + seed * 10 + kind.ordinal();
                tests.add(Matrix.cell("evolution/" + kind + "/" + seed, () -> play(kind, drawn)));
            }
        }
        return tests;
    }

    private void play(Kind kind, long seed) {
        Random random = new Random(seed);
        RandomChanges changes = new RandomChanges(seed);
        TableSpec spec = TableSpecs.random(kind, seed);
        List<String> told = new ArrayList<>();
        try (WeirSide weir = new WeirSide(warehouse);
                PaimonSide paimon = new PaimonSide(warehouse)) {
            List<Side> sides = List.of(weir, paimon);
            weir.create(spec);
            for (int step = 0; step < STEPS; step++) {
                Side writer = sides.get(random.nextInt(2));
                writer.write(spec, rows(kind, spec, seed, step, random.nextInt(40) + 1));
                told.add(name(writer) + " wrote");
                if (random.nextInt(4) == 0) {
                    Side compactor = sides.get(random.nextInt(2));
                    compactor.compact(spec);
                    told.add(name(compactor) + " compacted");
                }
                spec = alter(weir, sides.get(random.nextInt(2)), changes, spec, told);
                check(weir, paimon, spec, seed * 100 + step, told);
            }
        }
    }

    private static String name(Side side) {
        return side.getClass().getSimpleName();
    }

    /** Deletes and updates of keys that stay the same from step to step. */
    private static List<Row> rows(Kind kind, TableSpec spec, long seed, int step, int count) {
        if (!kind.keyed) {
            return TableSpecs.fewPartitions(
                    spec, new RandomRows(seed + step, 0.2).rows(spec.type(), count));
        }
        RandomHistory history = new RandomHistory(seed, spec.type(), spec.primaryKeys(), 40);
        history.next(step * 13, 0);
        return history.next(count, 0.15);
    }

    private static TableSpec alter(
            WeirSide weir, Side side, RandomChanges changes, TableSpec spec, List<String> told) {
        for (int count = 0; count < 3; count++) {
            SchemaChange change = changes.next(spec);
            if (change != null && isTaken(side, spec, change)) {
                told.add(name(side) + " made " + change);
                spec = weir.now(spec);
            }
        }
        return spec;
    }

    /** What is not legal is refused by either library; that both agree is not said here. */
    private static boolean isTaken(Side side, TableSpec spec, @Nullable SchemaChange change) {
        try {
            side.alter(spec, List.of(change));
            return true;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private static void check(
            WeirSide weir, PaimonSide paimon, TableSpec spec, long seed, List<String> told) {
        String what = "seed " + seed + ", after " + told + ", ";
        List<Row> rows;
        try {
            rows = paimon.read(spec);
        } catch (RuntimeException e) {
            throw new AssertionError(what + "Paimon fails", e);
        }
        List<Row> ours;
        try {
            ours = weir.read(spec);
        } catch (RuntimeException e) {
            throw new AssertionError(what + "Weir fails", e);
        }
        RowDiff.same(what + "rows", rows, ours);
        FilterCheck.noneLost(what, spec, rows, weir, paimon, seed, FILTERS);
    }
}
