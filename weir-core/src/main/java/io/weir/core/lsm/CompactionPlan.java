package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a picked set of files becomes the output: large files that overlap no other are moved to the
 * output level as they are, everything else is rewritten. Small files are rewritten together with
 * their neighbours; the order of keys is never broken.
 */
final class CompactionPlan {

    /**
     * One step; the steps of a plan are in key order and may be done in any.
     *
     * @param moved the file to move up, or null for a rewrite
     * @param sections to rewrite one after the other, each a list of runs to merge
     */
    record Step(@Nullable DataFile moved, List<List<List<DataFile>>> sections) {

        List<DataFile> inputs() {
            List<DataFile> inputs = new ArrayList<>();
            if (moved != null) {
                inputs.add(moved);
            }
            sections.forEach(section -> section.forEach(inputs::addAll));
            return inputs;
        }
    }

    private final int outputLevel;
    private final boolean toTop;
    private final long smallFileBytes;
    private final boolean rewriteAll;
    private final List<Step> steps = new ArrayList<>();
    private List<List<List<DataFile>>> rewrite = new ArrayList<>();

    private CompactionPlan(
            int outputLevel, boolean toTop, long smallFileBytes, boolean rewriteAll) {
        this.outputLevel = outputLevel;
        this.toTop = toTop;
        this.smallFileBytes = smallFileBytes;
        this.rewriteAll = rewriteAll;
    }

    /**
     * @param toTop whether the output is the top level, where no deletes may stay
     * @param rewriteAll whether no file may be kept as it is
     */
    static List<Step> of(
            CompactionUnit unit,
            boolean toTop,
            long smallFileBytes,
            boolean rewriteAll,
            Comparator<byte[]> keys) {
        CompactionPlan plan =
                new CompactionPlan(unit.outputLevel(), toTop, smallFileBytes, rewriteAll);
        for (List<List<DataFile>> section : KeySections.of(unit.files(), keys)) {
            if (section.size() > 1) {
                plan.rewrite.add(section);
            } else {
                section.get(0).forEach(plan::addLone);
            }
        }
        plan.endRewrite();
        return plan.steps;
    }

    private void addLone(DataFile file) {
        if (file.sizeBytes() < smallFileBytes) {
            rewrite.add(List.of(List.of(file)));
        } else {
            endRewrite();
            keep(file);
        }
    }

    private void endRewrite() {
        if (rewrite.size() == 1 && rewrite.get(0).size() == 1) {
            rewrite.get(0).get(0).forEach(this::keep);
        } else if (!rewrite.isEmpty()) {
            steps.add(new Step(null, rewrite));
        }
        rewrite = new ArrayList<>();
    }

    private void keep(DataFile file) {
        if (rewriteAll || (toTop && mayHoldDeletes(file))) {
            steps.add(new Step(null, List.of(List.of(List.of(file)))));
        } else if (file.level() != outputLevel) {
            steps.add(new Step(file, List.of()));
        }
    }

    private static boolean mayHoldDeletes(DataFile file) {
        Long count = file.deleteRowCount();
        return count == null || count > 0;
    }
}
