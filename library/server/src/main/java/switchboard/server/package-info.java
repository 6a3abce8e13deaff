/**
 * Servers for connections and datagrams, relays, and a handler that runs a program for each
 * connection. Begin with {@link switchboard.server.Server}.
 *
 * <ul>
 *   <li>{@link switchboard.server.Server} accepts connections and runs a {@link
 *       switchboard.server.ConnectionHandler} for each. Its {@link
 *       switchboard.server.Server.Builder} sets the {@link switchboard.server.Limits}, the {@link
 *       switchboard.server.Strategy} that decides which thread runs a handler, and the {@link
 *       switchboard.server.DrainPolicy} that decides which calls are ended first when the server
 *       drains.
 *   <li>{@link switchboard.server.Call} is one connection that is being served. A handler uses it
 *       to learn that the server drains, or to set the address of a client of a proxy.
 *   <li>{@link switchboard.server.CallObserver} receives events for access logs, and {@link
 *       switchboard.server.Counters} has the totals.
 *   <li>{@link switchboard.server.DatagramServer} runs a {@link switchboard.server.DatagramHandler}
 *       for each datagram.
 *   <li>{@link switchboard.server.Relay} forwards bytes between two connections, in both
 *       directions.
 *   <li>{@link switchboard.server.ProcessHandler} runs a program for each connection, as inetd(8)
 *       does; {@link switchboard.server.ProcessServer} starts a server with it.
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
