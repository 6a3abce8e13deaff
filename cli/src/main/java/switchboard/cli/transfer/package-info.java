/** The commands {@code send} and {@code receive}, and the options of an inbox. */
package switchboard.cli.transfer;
