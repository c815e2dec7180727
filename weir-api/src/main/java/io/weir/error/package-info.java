/**
 * The six errors, by what the caller does next.
 *
 * <p>All are unchecked and sealed under {@link io.weir.error.WeirException}: {@link
 * io.weir.error.InvalidRequestException} (fix the call), {@link io.weir.error.ExistenceException}
 * (not found, or there already), {@link io.weir.error.CommitConflictException} (redo on the new
 * snapshot), {@link io.weir.error.CommitUnknownException} (look before retrying, delete nothing),
 * {@link io.weir.error.CorruptFileException} (a file's bytes are wrong) and {@link
 * io.weir.error.StorageFailureException} (storage failed; says whether a retry can help).
 */
@NullMarked
package io.weir.error;

import org.jspecify.annotations.NullMarked;
