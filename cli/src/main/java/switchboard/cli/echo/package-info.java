/** The command {@code echo}: an echo server and its client. */
package switchboard.cli.echo;
