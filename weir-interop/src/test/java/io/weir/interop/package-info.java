/**
 * Weir and Paimon on the same tables: each reads what the other wrote, and both write in turn.
 * Paimon's library is the judge.
 *
 * <p>{@link io.weir.interop.TableSpec} says what a table is, {@link io.weir.interop.WeirSide} and
 * {@link io.weir.interop.PaimonSide} do the same work with either library.
 */
@NullMarked
package io.weir.interop;

import org.jspecify.annotations.NullMarked;
