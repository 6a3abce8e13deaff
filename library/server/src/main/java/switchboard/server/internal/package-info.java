/** Implementation of the servers; not exported. */
package switchboard.server.internal;
