/** The command {@code scan}: the options of a port scan, and its report. */
package switchboard.cli.scan;
