/**
 * The program {@code switchboard}: finds the command that was typed, and runs it. Begin with {@code
 * Program}.
 */
package switchboard.cli;
