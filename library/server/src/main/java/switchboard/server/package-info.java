/**
 * Servers for connections and datagrams. A {@link switchboard.server.Server} accepts connections
 * and runs a {@link switchboard.server.ConnectionHandler} for each, under a {@link
 * switchboard.server.Strategy} and within {@link switchboard.server.Limits}; {@link
 * switchboard.server.Call} is the view that the handler has of its connection and its server. A
 * {@link switchboard.server.DatagramServer} does the same for datagrams. A {@link
 * switchboard.server.Relay} connects two connections, and a {@link
 * switchboard.server.ProcessHandler} runs a program for each connection.
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
