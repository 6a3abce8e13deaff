/**
 * Serves several protocols on one port, and recognizes the protocol of each connection by its first
 * bytes. Begin with {@link switchboard.hub.Hub}. To add a protocol, implement {@link
 * switchboard.hub.Protocol}.
 */
package switchboard.hub;
