/**
 * Standard streams, terminals and signals of the process, and the text and events that are written
 * to the standard streams.
 */
package switchboard.cli.console;
