/**
 * What tests of several modules share: generators, models, golden files. Never on a class path at
 * run time.
 */
@NullMarked
package io.weir.testkit;

import org.jspecify.annotations.NullMarked;
