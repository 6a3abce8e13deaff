/**
 * Servers for connections and datagrams, relays, and a handler that runs a program for each
 * connection. Begin with {@link switchboard.server.Server}.
 *
 * <ul>
 *   <li>{@link switchboard.server.Server} accepts connections and runs a {@link
 *       switchboard.server.ConnectionHandler} for each. Its {@link
 *       switchboard.server.Server.Builder} sets the {@link switchboard.server.Limits}, the {@link
 *       switchboard.server.Strategy} that determines the thread that runs a handler, and the {@link
 *       switchboard.server.DrainPolicy} that determines the calls that end first in a graceful
 *       shutdown.
 *   <li>{@link switchboard.server.Call} is one connection that is being served. A handler uses the
 *       call to find out whether the server is draining, or to set the client address that a proxy
 *       has sent.
 *   <li>{@link switchboard.server.CallObserver} receives events for access logs, and {@link
 *       switchboard.server.Counters} contains the totals.
 *   <li>{@link switchboard.server.DatagramServer} runs a {@link switchboard.server.DatagramHandler}
 *       for each datagram.
 *   <li>{@link switchboard.server.Relay} forwards bytes between two connections, in both
 *       directions.
 *   <li>{@link switchboard.server.ProcessHandler} runs a program for each connection, as inetd(8)
 *       does; {@link switchboard.server.ProcessServer} starts a server with such a handler.
 * </ul>
 *
 * <pre>{@code
 * try (var server = Server.builder(connection -> connection.source().transferTo(connection.sink()))
 *     .listen("tcp://localhost:0")
 *     .limits(Limits.standard().connections(100, Limits.Overload.REJECT))
 *     .rejectionMessage("too many connections\n")
 *     .start()) {
 *   server.awaitStop();
 * }
 * }</pre>
 */
package switchboard.server;
