/**
 * Options: each declared once, in the group of its concern, with key, type, default and one
 * sentence.
 *
 * <p>{@link io.weir.option.Options} is the map users give; {@link io.weir.option.Option} reads one
 * value from it. Code takes the group it needs ({@code WriteOptions}, {@code CompactionOptions}
 * ...), never the map.
 */
@NullMarked
package io.weir.option;

import org.jspecify.annotations.NullMarked;
