/** Implementation of the datagram server. */
package switchboard.server.internal.datagram;
