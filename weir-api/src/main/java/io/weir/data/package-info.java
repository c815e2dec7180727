/**
 * Columns in memory: batches of primitive arrays.
 *
 * <p>A {@link io.weir.data.Batch} is columns of one length. A {@link io.weir.data.ColumnVector} is
 * one of eleven final classes; which one holds a type is said by {@link
 * io.weir.data.VectorKind#of}. Vectors and batches are never changed after they were handed over,
 * and their arrays are shared, not copied. Arrays may be longer than the vector's length; what lies
 * past it has no meaning. Values at null rows have no meaning either, except that offsets never go
 * backwards.
 *
 * <p>{@link io.weir.data.Row} is for single values at the edges only. {@link
 * io.weir.data.VectorBuilder} makes vectors.
 */
@NullMarked
package io.weir.data;

import org.jspecify.annotations.NullMarked;
