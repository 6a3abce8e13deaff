/**
 * An echo (RFC 862) for testing a network: {@link switchboard.echo.EchoServer} sends back what it
 * receives, and {@link switchboard.echo.EchoClient} checks that this is what it has sent.
 */
package switchboard.echo;
