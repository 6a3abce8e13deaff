/**
 * Forwards standard input and output to a socket, and back. {@link
 * switchboard.relay.StandardStreamRelay} is for connections, {@link
 * switchboard.relay.DatagramRelay} for datagrams.
 */
package switchboard.relay;
