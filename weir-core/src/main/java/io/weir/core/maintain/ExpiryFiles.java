package io.weir.core.maintain;

/**
 * The files of one expiry: what may be deleted is what these say.
 *
 * @param data data and changelog files; tags and branches are known to it
 * @param metadata lists, manifests, index and statistics files; tags and branches are kept already
 */
record ExpiryFiles(FreedFiles data, MetadataFiles metadata) {}
