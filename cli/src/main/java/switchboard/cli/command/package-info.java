/**
 * The interface {@code Command}, and the parts that all commands share: common options, error
 * messages, hints and exit statuses.
 */
package switchboard.cli.command;
