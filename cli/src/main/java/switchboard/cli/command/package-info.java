/**
 * The interface of a command, and what all commands share: common options, error messages, hints
 * and exit statuses.
 */
package switchboard.cli.command;
