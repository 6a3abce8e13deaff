/** The echo, for whoever tries a network: a service, a server, and a client that checks. */
package switchboard.echo;
