/** Commands that tell about Switchboard: {@code engines} and {@code example}. */
package switchboard.cli.info;
