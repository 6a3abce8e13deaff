/** Implementation of connection servers. */
package switchboard.server.internal;
