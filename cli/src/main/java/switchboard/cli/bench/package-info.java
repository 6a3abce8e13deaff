/** The command {@code bench}: the options of a load, and the report of its result. */
package switchboard.cli.bench;
