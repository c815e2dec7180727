/**
 * The one door for time, threads, randomness, memory and local scratch space.
 *
 * <p>{@link io.weir.env.Environment} is handed to whatever needs one of these; {@link
 * io.weir.env.Environment#real()} is the machine's. Nothing else in the engine may ask the clock,
 * start a thread or draw a random number, so that a whole lake can run in a test from one seed.
 */
@NullMarked
package io.weir.env;

import org.jspecify.annotations.NullMarked;
