package io.weir.core.lsm;

import io.weir.core.codec.BinaryRow;
import io.weir.core.codec.BinaryRowWriter;
import io.weir.core.meta.DataFile;
import io.weir.type.DataType;
import io.weir.type.RowType;
import io.weir.type.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys at which a large section is cut into pieces of about one size.
 *
 * <p>Candidates are the first keys of the files of the largest sorted run. Where such a file is
 * itself larger than a piece and the first key column is an integer, it is cut further at keys in
 * between, as though its keys were spread evenly: a wrong guess makes pieces uneven, never wrong.
 */
public final class KeyCuts {

    private KeyCuts() {}

    /**
     * Ascending serialised keys, each once, all greater than the least key of the files.
     *
     * @param keyType the trimmed primary key
     * @param pieceBytes file bytes a piece should have
     * @param piecesMax no more pieces than about these
     */
    public static List<byte[]> of(
            RowType keyType,
            List<DataFile> files,
            long pieceBytes,
            int piecesMax,
            Comparator<byte[]> keyOrder) {
        List<DataFile> run = largestRun(files, keyOrder);
        long runBytes = 0;
        long allBytes = 0;
        for (DataFile file : run) {
            runBytes += file.sizeBytes();
        }
        for (DataFile file : files) {
            allBytes += file.sizeBytes();
        }
        // What of the run belongs in a piece, the other runs being spread likewise.
        long pieceOfRun = Math.max(1, (long) (1.0 * pieceBytes * runBytes / Math.max(1, allBytes)));
        pieceOfRun = Math.max(pieceOfRun, runBytes / piecesMax);
        List<byte[]> cuts = new ArrayList<>();
        long filled = 0;
        for (DataFile file : run) {
            if (filled >= pieceOfRun) {
                addAscending(cuts, file.minKey(), keyOrder);
                filled = 0;
            }
            int parts = (int) Math.min(piecesMax, file.sizeBytes() / pieceOfRun);
            if (parts >= 2) {
                for (byte[] key : between(keyType, file, parts)) {
                    addAscending(cuts, key, keyOrder);
                }
                filled = file.sizeBytes() / parts;
            } else {
                filled += file.sizeBytes();
            }
        }
        return cuts;
    }

    private static void addAscending(List<byte[]> cuts, byte[] key, Comparator<byte[]> keyOrder) {
        if (cuts.isEmpty() || keyOrder.compare(cuts.get(cuts.size() - 1), key) < 0) {
            cuts.add(key);
        }
    }

    /**
     * The level with the most bytes, in key order; the largest file alone if all are on level 0.
     */
    private static List<DataFile> largestRun(List<DataFile> files, Comparator<byte[]> keyOrder) {
        Map<Integer, List<DataFile>> levels = new TreeMap<>();
        DataFile largest = files.get(0);
        for (DataFile file : files) {
            if (file.level() > 0) {
                levels.computeIfAbsent(file.level(), level -> new ArrayList<>()).add(file);
            }
            if (file.sizeBytes() > largest.sizeBytes()) {
                largest = file;
            }
        }
        List<DataFile> best = List.of(largest);
        long bestBytes = largest.sizeBytes();
        for (List<DataFile> level : levels.values()) {
            long bytes = 0;
            for (DataFile file : level) {
                bytes += file.sizeBytes();
            }
            if (bytes >= bestBytes) {
                best = level;
                bestBytes = bytes;
            }
        }
        List<DataFile> sorted = new ArrayList<>(best);
        sorted.sort((left, right) -> keyOrder.compare(left.minKey(), right.minKey()));
        return sorted;
    }

    /** Up to {@code parts - 1} keys between the first and the last key of a file. */
    private static List<byte[]> between(RowType keyType, DataFile file, int parts) {
        DataType type = keyType.type(0);
        TypeKind kind = type.kind();
        if (kind != TypeKind.INT && kind != TypeKind.BIGINT) {
            return List.of();
        }
        long min = number(file.minKey(), kind);
        long max = number(file.maxKey(), kind);
        double step = ((double) max - min) / parts;
        List<byte[]> keys = new ArrayList<>();
        if (step < 1) {
            return keys;
        }
        Object[] key = new Object[keyType.size()];
        for (int part = 1; part < parts; part++) {
            long at = min + (long) (step * part);
            // The other columns are null, which comes before every value.
            key[0] = kind == TypeKind.INT ? (Object) (int) at : (Object) at;
            keys.add(BinaryRowWriter.serialize(keyType, key));
        }
        return keys;
    }

    private static long number(byte[] key, TypeKind kind) {
        BinaryRow row = BinaryRow.ofSerialized(key);
        return kind == TypeKind.INT ? row.getInt(0) : row.getLong(0);
    }
}
