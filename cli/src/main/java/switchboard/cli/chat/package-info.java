/** The command {@code chat}: a client at a terminal, or in a pipe. */
package switchboard.cli.chat;
