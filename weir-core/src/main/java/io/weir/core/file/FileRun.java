package io.weir.core.file;

import io.weir.format.RowCursor;
import io.weir.type.Field;
import io.weir.type.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files in key order, not overlapping, as one run. */
final class FileRun implements Run {

    private static final int KEYS = 0;
    private static final int VALUES = 1;

    private final List<FileView> views;
    private final RowType keyColumns;
    private final RowType valueColumns;
    private final int[] valueFromKey;
    private final int[] cursorsLeft;

    /**
     * @param views each with two groups: {@link #keyColumns} and {@link #valueColumns} of the spec
     */
    FileRun(List<FileView> views, RunSpec spec) {
        this.views = views;
        this.keyColumns = keyColumns(spec);
        this.valueColumns = valueColumns(spec);
        this.valueFromKey = valueFromKey(spec);
        this.cursorsLeft = new int[views.size()];
        Arrays.fill(cursorsLeft, 2);
    }

    /** The merge columns; a name is there once even if the key has it and the sequence, too. */
    static RowType keyColumns(RunSpec spec) {
        List<Field> fields = new ArrayList<>(spec.keyType().fields());
        int number = 0;
        for (Field field : spec.sequenceFields().fields()) {
            boolean taken = fields.stream().anyMatch(other -> other.name().equals(field.name()));
            // Names only tell columns apart here; columns are found by id.
            fields.add(taken ? field.withName(field.name() + "#" + number++) : field);
        }
        fields.add(FileColumns.SEQUENCE_FIELD);
        fields.add(FileColumns.KIND_FIELD);
        return RowType.of(fields);
    }

    static int[] valueFromKey(RunSpec spec) {
        RowType keys = keyColumns(spec);
        int[] positions = new int[spec.values().size()];
        for (int column = 0; column < positions.length; column++) {
            positions[column] = keyPosition(keys, spec.values().field(column).id());
        }
        return positions;
    }

    private static int keyPosition(RowType keys, int id) {
        for (int column = 0; column < keys.size(); column++) {
            if (keys.field(column).id() == id) {
                return column;
            }
        }
        return -1;
    }

    /** The wanted value columns that are not among the keys. */
    static RowType valueColumns(RunSpec spec) {
        int[] fromKey = valueFromKey(spec);
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < fromKey.length; column++) {
            if (fromKey[column] < 0) {
                fields.add(spec.values().field(column));
            }
        }
        return RowType.of(fields);
    }

    @Override
    public RowCursor keys() {
        return new ChainedCursor(links(KEYS), keyColumns);
    }

    @Override
    public RowCursor values() {
        return new ChainedCursor(links(VALUES), valueColumns);
    }

    private List<Link> links(int group) {
        List<Link> links = new ArrayList<>(views.size());
        for (int file = 0; file < views.size(); file++) {
            links.add(new Link(file, group));
        }
        return links;
    }

    /**
     * One file of the run under one of its two cursors; the file is closed when both have passed
     * it.
     */
    private final class Link implements ChainedCursor.Link {

        private final int fileNumber;
        private final int group;

        Link(int fileNumber, int group) {
            this.fileNumber = fileNumber;
            this.group = group;
        }

        @Override
        public long rowCount() {
            return views.get(fileNumber).rowCount();
        }

        @Override
        public RowCursor open() {
            return views.get(fileNumber).read(group);
        }

        @Override
        public void done() {
            if (--cursorsLeft[fileNumber] == 0) {
                views.get(fileNumber).close();
            }
        }
    }

    @Override
    public int[] valueFromKey() {
        return valueFromKey;
    }

    @Override
    public long rowCount() {
        long rows = 0;
        for (FileView view : views) {
            rows += view.rowCount();
        }
        return rows;
    }

    @Override
    public void close() {
        views.forEach(FileView::close);
    }
}
