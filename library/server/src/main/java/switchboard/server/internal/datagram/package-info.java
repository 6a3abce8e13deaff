/** Implementation of datagram servers. */
package switchboard.server.internal.datagram;
