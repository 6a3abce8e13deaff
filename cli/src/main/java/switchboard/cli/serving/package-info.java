/**
 * The parts that all commands with a server share: options for limits, handling of signals, and a
 * report of each connection.
 */
package switchboard.cli.serving;
