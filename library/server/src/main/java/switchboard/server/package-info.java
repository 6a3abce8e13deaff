/** Accepting connections and running services on them, for whoever writes a server. */
package switchboard.server;
