/** What it costs: a server in one process, the load in another, and figures in a table. */
@NullMarked
package switchboard.benchmarks;

import org.jspecify.annotations.NullMarked;
