/**
 * Conditions on rows that scans can use to skip files, pages and rows.
 *
 * <p>{@link io.weir.predicate.Predicate} is sealed: comparisons of one column with literals, and
 * AND and OR of those. There is no NOT: whoever builds a predicate pushes negation into the leaves.
 * A leaf on a null value is not satisfied, {@code IS NULL} excepted. Literals are Java values as
 * {@link io.weir.data.Row} lists them. {@code Bounds} asks the question of statistics, {@code
 * RowFilter} of batches.
 */
@NullMarked
package io.weir.predicate;

import org.jspecify.annotations.NullMarked;
