/**
 * Forwards standard input to a socket, and received data to standard output. Use {@link
 * switchboard.relay.StandardStreamRelay} for connections, and {@link
 * switchboard.relay.DatagramRelay} for datagrams.
 */
package switchboard.relay;
