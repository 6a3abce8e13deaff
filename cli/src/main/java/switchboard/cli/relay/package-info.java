/** The commands {@code connect} and {@code listen}: standard input and output over a socket. */
package switchboard.cli.relay;
