/** The command {@code chat}: a conversation at a terminal, or in a pipe. */
package switchboard.cli.chat;
