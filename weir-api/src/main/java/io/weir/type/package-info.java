/**
 * The types of columns: what a value is and how a schema file spells it.
 *
 * <p>Start with {@link io.weir.type.DataType} (sealed: scalars, arrays, maps, multisets, rows) and
 * {@link io.weir.type.TypeKind}. A {@link io.weir.type.RowType} is the shape of a row; its {@link
 * io.weir.type.Field}s carry the ids by which columns are matched across schema versions.
 *
 * <p>How values of a type lie in memory is not said here but in {@code io.weir.data}.
 */
@NullMarked
package io.weir.type;

import org.jspecify.annotations.NullMarked;
