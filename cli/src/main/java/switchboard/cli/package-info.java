/** The command line: arguments, output and exit statuses, and no logic of its own. */
package switchboard.cli;
