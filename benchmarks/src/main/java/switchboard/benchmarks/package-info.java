/**
 * Benchmarks. Most of them start a server in one process, load it from another one, and print a
 * table. {@link switchboard.benchmarks.Main} is the command line.
 */
@NullMarked
package switchboard.benchmarks;

import org.jspecify.annotations.NullMarked;
