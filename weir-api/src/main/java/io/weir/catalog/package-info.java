/**
 * Where databases and tables are found. {@link io.weir.catalog.Catalog} is made by {@link
 * io.weir.Weir#open}; {@link io.weir.catalog.CatalogProvider} is how an implementation is found.
 */
@NullMarked
package io.weir.catalog;

import org.jspecify.annotations.NullMarked;
