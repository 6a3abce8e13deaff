/** The command {@code up}, which starts a hub. */
package switchboard.cli.hub;
