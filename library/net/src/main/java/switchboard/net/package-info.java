/**
 * Sockets: endpoints and addresses, connections, listeners, datagrams, readiness, deadlines, and
 * the network that opens them.
 */
package switchboard.net;
