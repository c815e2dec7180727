/**
 * What a table remembers: snapshots, schemas, manifests, as records, their codecs and their stores.
 *
 * <p>Start with {@link io.weir.core.meta.ManifestEntry} (one file added or removed) and {@link
 * io.weir.core.meta.SnapshotMeta} (one commit). A codec turns one kind into its bytes and back; a
 * store reads and writes it in the table directory, whose shape is {@code TableLayout}. Deciding
 * what to add or remove is not done here.
 */
@NullMarked
package io.weir.core.meta;

import org.jspecify.annotations.NullMarked;
