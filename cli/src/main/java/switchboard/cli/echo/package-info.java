/** The command {@code echo}: the server and its client. */
package switchboard.cli.echo;
