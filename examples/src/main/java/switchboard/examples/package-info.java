/**
 * Small programs, one for each concept of socket programming. {@link switchboard.examples.Examples}
 * lists the programs, returns their sources and runs them.
 */
package switchboard.examples;
