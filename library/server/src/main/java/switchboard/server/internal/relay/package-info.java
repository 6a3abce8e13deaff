/** Implementation of relays, and of processes that a relay connects to a call. */
package switchboard.server.internal.relay;
