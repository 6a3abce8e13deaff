/** The commands {@code get} and {@code serve}. */
package switchboard.cli.http;
