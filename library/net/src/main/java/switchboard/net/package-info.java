/**
 * What a socket is: endpoints and addresses, connections, listeners, datagrams, readiness,
 * deadlines, and the network that gives them.
 */
package switchboard.net;
