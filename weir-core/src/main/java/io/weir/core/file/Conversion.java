package io.weir.core.file;

import io.weir.data.ColumnVector;

/**
 * Turns vectors of one type into vectors of another, row by row. Stateless, safe for many threads.
 */
interface Conversion {

    /** Gives every vector back as it is. */
    Conversion NONE = source -> source;

    /** A vector of the same length. */
    ColumnVector apply(ColumnVector source);

    /** This one, then another. */
    default Conversion then(Conversion next) {
        if (next == NONE) {
            return this;
        }
        return this == NONE ? next : source -> next.apply(apply(source));
    }
}
