/**
 * Standard streams, terminals and signals of the process, and the text and events that are written
 * to them.
 */
package switchboard.cli.console;
