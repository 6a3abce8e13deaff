/** The command {@code bench}: the options of a load, and the report of its results. */
package switchboard.cli.bench;
