/** The commands {@code engines} and {@code example}, which describe Switchboard itself. */
package switchboard.cli.info;
