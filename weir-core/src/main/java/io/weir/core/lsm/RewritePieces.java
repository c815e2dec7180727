package io.weir.core.lsm;

import io.weir.core.meta.DataFile;
import io.weir.env.Environment;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the rewrites of a compaction into pieces that several workers do side by side: between
 * sections where it can, inside a large section at keys.
 *
 * <pre>
 *   sections   [----a----] [b] [c] [-----------------d----------------]
 *   pieces     |    1    |    2   |      3     |     4    |     5     |
 * </pre>
 *
 * <p>A piece has at least the size of a full file, so that cutting leaves at most one small file
 * more for each. Pieces are in key order and each key is in one of them, so their outputs are one
 * sorted run.
 *
 * @param keyType the trimmed primary key
 * @param keys orders serialised keys
 * @param pieceBytes least size of a piece
 * @param piecesMax pieces a section is cut into at most; 1: nothing is cut
 */
record RewritePieces(RowType keyType, Comparator<byte[]> keys, long pieceBytes, int piecesMax) {

    /** Memory of the environment for each rewrite that runs beside others of its bucket. */
    private static final long REWRITE_BYTES = 96L << 20;

    /** More pieces than workers, since pieces are not all of one size. */
    private static final int PIECES_PER_WORKER = 2;

    /**
     * Sections to rewrite one after the other, or a range of keys of one section.
     *
     * @param sections each a list of runs to merge
     * @param fromKey least key; null for no bound
     * @param toKey first key behind; null for no bound
     */
    record Piece(
            List<List<List<DataFile>>> sections,
            byte @Nullable [] fromKey,
            byte @Nullable [] toKey) {}

    /** As many pieces as the environment's workers and memory are good for. */
    static RewritePieces of(
            RowType keyType, Comparator<byte[]> keys, long pieceBytes, Environment environment) {
        long affordable = environment.memory().bytesMax() / REWRITE_BYTES;
        int workers = environment.parallelism();
        boolean alone = workers == 1 || affordable < 2;
        int pieces = alone ? 1 : PIECES_PER_WORKER * (int) Math.min(workers, affordable);
        return new RewritePieces(keyType, keys, Math.max(1, pieceBytes), pieces);
    }

    /** The pieces of sections that are in key order. */
    List<Piece> cut(List<List<List<DataFile>>> sections) {
        if (piecesMax == 1) {
            return List.of(new Piece(sections, null, null));
        }
        List<Piece> pieces = new ArrayList<>();
        List<List<List<DataFile>>> together = new ArrayList<>();
        long bytes = 0;
        long enough = Math.max(pieceBytes, sizeOf(sections) / piecesMax);
        for (List<List<DataFile>> section : sections) {
            long sectionBytes = sizeOf(List.of(section));
            boolean large = sectionBytes >= 2 * enough;
            if (!together.isEmpty() && (large || bytes >= enough)) {
                pieces.add(new Piece(List.copyOf(together), null, null));
                together.clear();
                bytes = 0;
            }
            if (large) {
                cutSection(section, enough, pieces);
            } else {
                together.add(section);
                bytes += sectionBytes;
            }
        }
        if (!together.isEmpty()) {
            pieces.add(new Piece(List.copyOf(together), null, null));
        }
        return pieces;
    }

    private void cutSection(List<List<DataFile>> section, long enough, List<Piece> pieces) {
        List<DataFile> files = new ArrayList<>();
        section.forEach(files::addAll);
        byte[] from = null;
        for (byte[] to : KeyCuts.of(keyType, files, enough, piecesMax, keys)) {
            pieces.add(new Piece(List.of(section), from, to));
            from = to;
        }
        pieces.add(new Piece(List.of(section), from, null));
    }

    private static long sizeOf(List<List<List<DataFile>>> sections) {
        long bytes = 0;
        for (List<List<DataFile>> section : sections) {
            for (List<DataFile> run : section) {
                for (DataFile file : run) {
                    bytes += file.sizeBytes();
                }
            }
        }
        return bytes;
    }
}
