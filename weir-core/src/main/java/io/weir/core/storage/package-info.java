/**
 * The storage that the engine brings itself: the local file system.
 *
 * <p>{@link io.weir.core.storage.LocalStorage} serves scheme {@code file}; other schemes come from
 * modules of their own. It is a package of its own because it needs nothing of the format and
 * nothing but its provider needs it: all others see {@code io.weir.storage.Storage}.
 */
@NullMarked
package io.weir.core.storage;

import org.jspecify.annotations.NullMarked;
