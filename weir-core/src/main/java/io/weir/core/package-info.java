/**
 * Wires tables together: the only package that knows all others.
 *
 * <p>{@code FileSystemCatalogProvider} is found by {@code ServiceLoader} and opens a catalog;
 * {@code StoredTable} makes scans, writes, commits and maintenance of one table out of the packages
 * below. It reads like a table of contents; work is done elsewhere.
 */
@NullMarked
package io.weir.core;

import org.jspecify.annotations.NullMarked;
