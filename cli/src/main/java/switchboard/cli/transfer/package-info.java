/** The commands {@code send} and {@code receive}: files, and the options of an inbox. */
package switchboard.cli.transfer;
