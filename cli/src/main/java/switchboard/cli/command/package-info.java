/**
 * What all commands share: the interface of a command, its common options, its failures and exit
 * statuses.
 */
package switchboard.cli.command;
