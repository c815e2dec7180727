/**
 * The benchmark: the same generated rows through Weir and through Paimon's own library, side by
 * side in one run.
 *
 * <p>{@link io.weir.bench.Main} is the driver. It starts one worker process for each engine with
 * the same heap, hands both the same workloads in turn and prints CPU seconds, wall seconds and
 * ratios; {@link io.weir.bench.Worker} is the other side. An {@link io.weir.bench.Engine} does the
 * work; rows are made before the clock starts, results are checked to be equal.
 */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
