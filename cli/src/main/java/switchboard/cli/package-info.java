/** The program {@code switchboard}: finds and runs a command. Begin with {@code Program}. */
package switchboard.cli;
