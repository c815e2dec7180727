/**
 * Files and objects: the little a table asks of a storage.
 *
 * <p>{@link io.weir.storage.Storage} is the seam. It has what a bare object store has: whole
 * objects that appear at once, put-if-absent, range reads, a paged list, delete. There is no
 * rename, no append, no lock, and directories exist only as prefixes. A {@link
 * io.weir.storage.Location} says where.
 */
@NullMarked
package io.weir.storage;

import org.jspecify.annotations.NullMarked;
