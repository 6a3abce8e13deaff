/** The command {@code chat}: a chat client for terminals and pipes. */
package switchboard.cli.chat;
