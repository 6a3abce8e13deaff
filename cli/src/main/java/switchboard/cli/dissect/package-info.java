/** The command {@code dissect}: the messages of a stream, field by field. */
package switchboard.cli.dissect;
