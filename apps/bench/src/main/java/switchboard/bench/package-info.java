/** A load generator: many connections to an echo, and what came back how late. */
package switchboard.bench;
