/** What all commands that serve connections share: limits, signals and the report of each call. */
package switchboard.cli.serving;
