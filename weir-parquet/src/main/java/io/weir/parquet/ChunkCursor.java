package io.weir.parquet;

import io.weir.parquet.encoding.MalformedException;
import java.util.List;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the data pages of one leaf, row group after row group, and keeps the dictionary of
 * the chunk it is in. Opens a chunk only when a page of it is wanted.
 */
final class ChunkCursor {

    private final ParquetFile file;
    private final SchemaNode leaf;
    private final LeafShape shape;
    private final LeafPage page;
    private final PageMemory memory;

    /** Bytes a level entry or row takes when its page is decoded and its values are gathered. */
    private final int slotBytes;

    private long pageCounted;
    private long dictionaryCounted;

    private FileFooter.@Nullable StoredGroup group;
    private @Nullable PageStream stream;
    private @Nullable LeafDictionary dictionary;
    private boolean dictionaryPending;
    private int pageNumber;
    private long valuesPassed;

    ChunkCursor(
            ParquetFile file, SchemaNode leaf, LeafShape shape, boolean nested, PageMemory memory) {
        this.memory = memory;
        this.slotBytes = nested ? 64 : 16;
        this.file = file;
        this.leaf = leaf;
        this.shape = shape;
        this.page = new LeafPage(shape, leaf.definition(), leaf.repetition(), nested);
    }

    LeafPage page() {
        return page;
    }

    LeafShape shape() {
        return shape;
    }

    /** Bytes that the strings of one batch may take. */
    long batchBytesMax() {
        return memory.bytesMax();
    }

    int leafNumber() {
        return leaf.firstLeaf();
    }

    String name() {
        return leaf.name();
    }

    /** Goes to the start of a row group. */
    void startGroup(FileFooter.StoredGroup next, @Nullable PageStream opened) {
        group = next;
        stream = opened;
        dictionary = null;
        dictionaryPending = false;
        pageNumber = -1;
        valuesPassed = 0;
    }

    private FileFooter.StoredGroup group() {
        if (group == null) {
            throw new IllegalStateException("no row group");
        }
        return group;
    }

    private FileFooter.StoredChunk chunk() {
        return group().chunks().get(leaf.firstLeaf());
    }

    private PageStream stream() {
        PageStream open = stream;
        if (open == null) {
            open = new PageStream(file, chunk());
            stream = open;
        }
        return open;
    }

    /** Reads the header of the next data page; its values are decoded by {@link #decode}. */
    PageStream nextPage() {
        PageStream pages = stream();
        while (true) {
            if (!pages.next()) {
                throw new MalformedException(
                        "pages end after "
                                + valuesPassed
                                + " of "
                                + chunk().meta().getNum_values());
            }
            if (!pages.isDictionary()) {
                break;
            }
            if (dictionary != null || pageNumber >= 0) {
                throw new MalformedException("a second dictionary");
            }
            dictionary = readDictionary(pages);
        }
        pageNumber++;
        valuesPassed += valuesPassed < 0 ? 0 : pages.valueCount();
        return pages;
    }

    /** Whether the chunk has more pages after the current one. */
    boolean morePages() {
        return valuesPassed < 0
                ? stream().hasMore()
                : valuesPassed < chunk().meta().getNum_values();
    }

    /** Decodes the current page. */
    void decode() {
        if (dictionaryPending) {
            dictionaryPending = false;
            PageStream first = new PageStream(file, chunk());
            if (first.next() && first.isDictionary()) {
                dictionary = readDictionary(first);
            }
        }
        PageStream pages = stream();
        long slots = (long) pages.valueCount() * slotBytes;
        pageCounted = memory.grow(pageCounted, pages.storedLength() + pages.rawLength() + slots);
        page.decode(pages, dictionary, memory.bytesMax());
    }

    private LeafDictionary readDictionary(PageStream pages) {
        dictionaryCounted =
                memory.grow(dictionaryCounted, pages.storedLength() + 4L * pages.rawLength());
        return LeafDictionary.decode(pages, shape);
    }

    /**
     * Jumps towards a row if the file tells where its page is.
     *
     * @param row of the row group
     * @param passed rows before the next page
     * @return first row of the page that comes next; {@code passed} if there was no jump
     */
    long jump(long row, long passed) {
        OffsetIndex index = file.offsetIndex(chunk(), group().rowCount());
        if (index == null) {
            return passed;
        }
        List<PageLocation> places = index.getPage_locations();
        int low = 0;
        int high = places.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (places.get(middle).getFirst_row_index() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low <= pageNumber + 1 || places.isEmpty()) {
            return passed;
        }
        if (pageNumber < 0 && dictionary == null) {
            dictionaryPending = chunk().hasDictionary();
        }
        stream().jump(places.get(low).getOffset(), low);
        pageNumber = low - 1;
        // Values before the page are not counted for nested columns; only their rows are known.
        valuesPassed = leaf.repetition() == 0 ? places.get(low).getFirst_row_index() : -1;
        return places.get(low).getFirst_row_index();
    }
}
