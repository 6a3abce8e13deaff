/**
 * Benchmarks. Most of them start a server in one process, load the server from another process, and
 * print a table of results. Begin with {@link switchboard.benchmarks.Main}.
 */
@NullMarked
package switchboard.benchmarks;

import org.jspecify.annotations.NullMarked;
