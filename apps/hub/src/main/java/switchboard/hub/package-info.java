/**
 * One port for several protocols, each recognized by the first bytes of a connection. Begin with
 * {@link switchboard.hub.Hub}; applications add protocols by implementing {@link
 * switchboard.hub.Protocol}.
 */
package switchboard.hub;
