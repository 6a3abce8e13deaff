/** Limits, signals and the report of each call, for all commands that serve connections. */
package switchboard.cli.serving;
