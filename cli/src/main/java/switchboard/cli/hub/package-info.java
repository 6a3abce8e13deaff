/** The command {@code up}: the hub. */
package switchboard.cli.hub;
