/** The command {@code dissect}: decodes the messages of a stream, field by field. */
package switchboard.cli.dissect;
