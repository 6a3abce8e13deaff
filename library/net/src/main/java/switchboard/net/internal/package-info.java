/**
 * The implementation of {@code switchboard.net}: connections (over the handles that engines
 * provide), sources and sinks, deadlines, name resolution and logging. Exported only to modules of
 * this project.
 */
package switchboard.net.internal;
