package io.weir.parquet;

import io.weir.parquet.encoding.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/**
 * A footer whose numbers were checked against each other and the file's length.
 *
 * @param root of the schema
 * @param leaves of the schema, in file order
 * @param groups row groups
 * @param rowCount rows of all groups
 * @param orders the order of each leaf's bounds, null if the footer does not tell
 */
record FileFooter(
        SchemaNode root,
        List<SchemaNode> leaves,
        List<StoredGroup> groups,
        long rowCount,
        @Nullable List<ColumnOrder> orders) {

    /** How {@code created_by} begins in files of our own writer. */
    static final String OUR_NAME = "weir version ";

    private static final int DEPTH_MAX = 200;

    /**
     * A row group.
     *
     * @param firstRow its first row in the file
     * @param rowCount its rows
     * @param chunks one a leaf
     */
    record StoredGroup(long firstRow, long rowCount, List<StoredChunk> chunks) {

        long sizeBytes() {
            long bytes = 0;
            for (StoredChunk chunk : chunks) {
                bytes += chunk.length();
            }
            return bytes;
        }
    }

    /**
     * A leaf's part of a row group.
     *
     * @param meta as in the footer
     * @param start first byte, of the dictionary page if there is one
     * @param length bytes
     * @param hasDictionary whether a dictionary page comes first
     * @param firstHeader number of its first page header among all of the file; -1 when the file
     *     has no checksums of headers
     */
    record StoredChunk(
            ColumnMetaData meta,
            ColumnChunk column,
            long start,
            long length,
            boolean hasDictionary,
            int firstHeader) {}

    /** Checks a footer. {@code dataEnd} is where the last page may end. */
    static FileFooter of(FileMetaData meta, long dataEnd, @Nullable FooterSeal seal) {
        if (meta.isSetEncryption_algorithm()) {
            throw new MalformedException("the file is encrypted");
        }
        if (seal == null && meta.isSetCreated_by() && meta.getCreated_by().startsWith(OUR_NAME)) {
            throw new MalformedException("the checksums of our writer are missing");
        }
        List<SchemaNode> leaves = new ArrayList<>();
        int[] next = {0};
        SchemaNode root = node(meta.getSchema(), next, 0, 0, 0, leaves);
        if (next[0] != meta.getSchema().size()) {
            throw new MalformedException(
                    "schema of " + meta.getSchema().size() + " nodes, used are " + next[0]);
        }
        List<StoredGroup> groups = new ArrayList<>();
        long rows = 0;
        int header = 0;
        for (RowGroup group : meta.getRow_groups()) {
            if (group.getNum_rows() < 0 || group.getColumns().size() != leaves.size()) {
                throw new MalformedException(
                        "row group "
                                + groups.size()
                                + ": "
                                + group.getNum_rows()
                                + " rows, "
                                + group.getColumns().size()
                                + " columns of "
                                + leaves.size());
            }
            List<StoredChunk> chunks = new ArrayList<>();
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                StoredChunk chunk =
                        chunk(
                                group.getColumns().get(leaf),
                                leaves.get(leaf),
                                group.getNum_rows(),
                                dataEnd,
                                seal == null ? -1 : header);
                chunks.add(chunk);
                header += seal == null ? 0 : pageCount(chunk.meta());
            }
            groups.add(new StoredGroup(rows, group.getNum_rows(), chunks));
            rows = Math.addExact(rows, group.getNum_rows());
        }
        if (rows != meta.getNum_rows()) {
            throw new MalformedException(
                    meta.getNum_rows() + " rows are told, the row groups have " + rows);
        }
        if (seal != null && header != seal.headerCrcs().length) {
            throw new MalformedException(
                    header + " pages are told, " + seal.headerCrcs().length + " have checksums");
        }
        return new FileFooter(
                root, List.copyOf(leaves), List.copyOf(groups), rows, meta.getColumn_orders());
    }

    /** Whether bounds of a leaf are in the order its type defines. */
    boolean ordered(int leaf) {
        return orders != null
                && orders.size() == leaves.size()
                && orders.get(leaf).isSetTYPE_ORDER();
    }

    private static SchemaNode node(
            List<SchemaElement> elements,
            int[] next,
            int definition,
            int repetition,
            int depth,
            List<SchemaNode> leaves) {
        if (next[0] >= elements.size() || depth > DEPTH_MAX) {
            throw new MalformedException("schema has no node " + next[0] + " or is too deep");
        }
        SchemaElement element = elements.get(next[0]++);
        boolean root = depth == 0;
        FieldRepetitionType kind = element.getRepetition_type();
        if (kind == null && !root) {
            throw new MalformedException("schema node " + element.getName() + " has no repetition");
        }
        int nodeDefinition = definition + (root || kind == FieldRepetitionType.REQUIRED ? 0 : 1);
        int nodeRepetition = repetition + (!root && kind == FieldRepetitionType.REPEATED ? 1 : 0);
        int firstLeaf = leaves.size();
        int childCount = element.isSetNum_children() ? element.getNum_children() : 0;
        if (element.isSetType() && childCount > 0) {
            throw new MalformedException(
                    "schema node " + element.getName() + " has a type and nodes below");
        }
        if (childCount < 0 || childCount > elements.size() - next[0]) {
            throw new MalformedException(
                    "schema node " + element.getName() + " with " + childCount + " below");
        }
        List<SchemaNode> children = new ArrayList<>();
        for (int child = 0; child < childCount; child++) {
            children.add(node(elements, next, nodeDefinition, nodeRepetition, depth + 1, leaves));
        }
        SchemaNode node =
                new SchemaNode(
                        element, List.copyOf(children), nodeDefinition, nodeRepetition, firstLeaf);
        if (childCount == 0 && !root) {
            if (element.getType() == null) {
                throw new MalformedException("schema node " + element.getName() + " has no type");
            }
            leaves.add(node);
        }
        return node;
    }

    private static StoredChunk chunk(
            ColumnChunk column, SchemaNode leaf, long rows, long dataEnd, int firstHeader) {
        ColumnMetaData meta = column.getMeta_data();
        if (column.isSetFile_path()) {
            throw new MalformedException("column " + leaf.name() + " is in another file");
        }
        if (meta == null) {
            throw new MalformedException("column " + leaf.name() + " has no metadata");
        }
        if (meta.getType() != leaf.physical() || meta.getCodec() == null) {
            throw new MalformedException(
                    "column "
                            + leaf.name()
                            + " of type "
                            + leaf.physical()
                            + " is stored as "
                            + meta.getType()
                            + ", codec "
                            + meta.getCodec());
        }
        long data = meta.getData_page_offset();
        long dictionary = meta.isSetDictionary_page_offset() ? meta.getDictionary_page_offset() : 0;
        boolean hasDictionary = dictionary > 0 && dictionary < data;
        long start = hasDictionary ? dictionary : data;
        long length = meta.getTotal_compressed_size();
        boolean flat = leaf.repetition() == 0;
        if (rows == 0 && meta.getNum_values() == 0) {
            // Nothing is read of it; some writers leave no pages and no offsets.
            return new StoredChunk(meta, column, start, Math.max(0, length), false, firstHeader);
        }
        if (start < 4
                || length < 0
                || length > dataEnd - start
                || data > start + length
                || meta.getNum_values() < 0
                || (flat ? meta.getNum_values() != rows : meta.getNum_values() < rows)) {
            throw new MalformedException(
                    "column "
                            + leaf.name()
                            + ": "
                            + meta.getNum_values()
                            + " values of "
                            + rows
                            + " rows in bytes "
                            + start
                            + " to "
                            + (start + length)
                            + " of "
                            + dataEnd);
        }
        return new StoredChunk(meta, column, start, length, hasDictionary, firstHeader);
    }

    private static int pageCount(ColumnMetaData meta) {
        long pages = 0;
        if (meta.isSetEncoding_stats()) {
            for (PageEncodingStats stats : meta.getEncoding_stats()) {
                pages += stats.getCount();
            }
        }
        if (pages < 0 || pages > 1 << 28) {
            throw new MalformedException(pages + " pages in a column");
        }
        return (int) pages;
    }
}
