/**
 * Databases and tables as directories of a warehouse.
 *
 * <p>{@link io.weir.core.catalog.FileSystemCatalog} finds, makes, alters and drops tables by their
 * schema files. What a table object is made of is not known here: a {@link
 * io.weir.core.catalog.TableFactory} brings it.
 */
@NullMarked
package io.weir.core.catalog;

import org.jspecify.annotations.NullMarked;
