/** The command {@code up}, which starts a hub, a server for chat and file transfer. */
package switchboard.cli.hub;
