/** Implementation of relays, and of programs that a relay connects to a call. */
package switchboard.server.internal.relay;
