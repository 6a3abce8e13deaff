/**
 * Servers: who accepts callers, how services run for them, within which limits, and how it ends.
 */
package switchboard.server;
