/**
 * The command line: one command for people.
 *
 * <p>{@link io.weir.cli.Main} is the entry; each subcommand is a class of its own. Exit status 0 is
 * done, 1 failed, 2 a wrong call. Errors are one sentence on standard error. Nothing of the engine
 * is decided here.
 */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
