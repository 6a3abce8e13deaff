/**
 * Small programs, one for each concept of socket programming. {@link switchboard.examples.Examples}
 * lists them, returns their sources and runs them.
 */
package switchboard.examples;
