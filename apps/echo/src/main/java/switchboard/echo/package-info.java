/** The echo service and its client, which say back and check what they hear. */
package switchboard.echo;
