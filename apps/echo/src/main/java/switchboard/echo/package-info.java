/**
 * An echo service (RFC 862) for testing a network. {@link switchboard.echo.EchoServer} sends back
 * all bytes that it receives. {@link switchboard.echo.EchoClient} sends bytes to such a server, and
 * checks that the same bytes come back.
 */
package switchboard.echo;
