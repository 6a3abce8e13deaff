package switchboard.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.internal.ServerBuilder;

/**
 * Accepts connections and runs a {@link ConnectionHandler} for each of them, on threads of a {@link
 * Strategy} and within {@link Limits}. {@link #listen} starts a server with the defaults, {@link
 * #builder} one with other settings, and {@link #run} is the main method of a program that is only
 * a server. A server listens from its start until it is closed. Safe for use by several threads.
 *
 * <pre>{@code
 * try (var server = Server.listen("127.0.0.1:7007",
 *     connection -> connection.source().transferTo(connection.sink()))) {
 *   server.awaitStop();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface Server extends AutoCloseable {
  /** The grace period of {@link #close()}: five seconds. */
  Duration GRACE_PERIOD = Duration.ofSeconds(5);

  /** The time for which a drain waits for handlers after it has reset their calls: one second. */
  Duration ABORT_TIME_MAX = Duration.ofSeconds(1);

  /** The maximum time from a signal to the exit of a program in {@link #run}: ten seconds. */
  Duration RUN_TIME_MAX = Duration.ofSeconds(10);

  /**
   * Starts a server on the system's network, with a virtual thread for each connection and {@link
   * Limits#standard()}. Blocks while the name of a host is resolved.
   *
   * @param endpoint where to listen, such as {@code tcp://localhost:7007}, {@code :7007} for every
   *     interface, or {@code unix:/run/echo.socket}; port 0 lets the system choose
   * @param handler the code that serves each connection; called by several threads at once
   * @return the server, which has begun to accept connections
   * @throws switchboard.net.AddressUnavailableException if it cannot listen at an address
   * @throws switchboard.net.EndpointException if the endpoint is malformed
   * @throws IOException if an I/O error occurs, such as a name that is not found
   */
  static Server listen(String endpoint, ConnectionHandler handler) throws IOException {
    return builder(handler).listen(endpoint).start();
  }

  /**
   * Starts a server and blocks until SIGTERM or SIGINT, as {@link Builder#run} does: a complete
   * main method.
   *
   * <pre>{@code
   * public static void main(String[] arguments) throws IOException {
   *   Server.run("localhost:7007", call -> call.source().transferTo(call.sink()));
   * }
   * }</pre>
   *
   * @param endpoint where to listen, as for {@link #listen}
   * @param handler the code that serves each connection; called by several threads at once
   * @throws switchboard.net.AddressUnavailableException if it cannot listen at an address
   * @throws switchboard.net.EndpointException if the endpoint is malformed
   * @throws switchboard.net.OperationInterruptedException if the thread is interrupted
   * @throws IOException if a listener fails, or another I/O error occurs
   */
  static void run(String endpoint, ConnectionHandler handler) throws IOException {
    builder(handler).listen(endpoint).run();
  }

  /**
   * Returns a builder of servers.
   *
   * @param handler the code that serves each connection; called by several threads at once, except
   *     under {@link Strategy#SEQUENTIAL}
   * @return a builder without endpoints
   */
  static Builder builder(ConnectionHandler handler) {
    return new ServerBuilder(handler);
  }

  /** {@return the addresses at which it listens, with the ports that the system chose} */
  List<Address> addresses();

  /** {@return the {@link #addresses()} as endpoints, which clients can connect to} */
  List<Endpoint> endpoints();

  /** {@return the first of {@link #endpoints()}} */
  Endpoint endpoint();

  /** {@return the limits that it was started with} */
  Limits limits();

  /** {@return the strategy that it was started with} */
  Strategy strategy();

  /** {@return its counters: a live view, not a copy} */
  Counters counters();

  /** {@return whether a drain has begun, so that no more connections are accepted} */
  boolean isDraining();

  /**
   * {@return whether a drain has completed} Then no call is active, except those whose handlers
   * have ignored the end of the drain.
   */
  boolean isStopped();

  /**
   * Blocks until another thread has closed the server and its calls have ended.
   *
   * @throws switchboard.net.DeadlineExceededException if a deadline of the calling thread passes;
   *     the server continues
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted; the
   *     server continues
   * @throws IOException if a listener has failed, which stops the server
   */
  void awaitStop() throws IOException;

  /** Drains with {@link #GRACE_PERIOD}. Blocks for at most six seconds. */
  @Override
  void close();

  /**
   * Drains the server as {@link #drain(Duration, Duration)} does. Blocks for at most {@code grace}
   * and {@link #ABORT_TIME_MAX}.
   *
   * @param grace the grace period
   */
  void drain(Duration grace);

  /**
   * Stops the server gracefully. It stops accepting connections, runs the {@link Builder#onDrain}
   * and {@link Call#onDrain} actions, and ends calls as the {@link DrainPolicy} requires. After the
   * grace period it resets the remaining calls and interrupts their threads.
   *
   * <p>Blocks until all calls have ended, or until {@code total} has passed, even if handlers
   * ignore the interruption. Interruption of the calling thread does not shorten it. May be called
   * again, by any thread; a second drain can only shorten the first. It does not block when a
   * handler of this server calls it, because it would wait for that handler's own call.
   *
   * @param grace the grace period: the time in which calls may end normally
   * @param total the maximum time to block; it also limits the grace period
   */
  void drain(Duration grace, Duration total);

  /**
   * {@return one line with the addresses, the strategy, the engine and what it supports, and the
   * JVM options that would make it faster} A server logs this line at DEBUG when it starts.
   */
  @Override
  String toString();

  /**
   * Collects the settings of servers. A builder may start several servers. Each server keeps the
   * settings from the moment of its start. A builder is not thread-safe.
   *
   * <pre>{@code
   * var builder = Server.builder(connection -> connection.source().transferTo(connection.sink()))
   *     .listen("tcp://localhost:0")
   *     .limits(Limits.standard().perAddress(100));
   * try (var server = builder.start()) {
   *   System.out.println(server.endpoint());
   * }
   * }</pre>
   */
  interface Builder {
    /**
     * Adds an endpoint to listen at. A host name stands for all its addresses, as for {@link
     * Network#listenAll}.
     *
     * @param endpoint an endpoint for connections
     * @return this builder
     */
    Builder listen(Endpoint endpoint);

    /**
     * Adds an endpoint to listen at.
     *
     * @param endpoint as for {@link Server#listen}
     * @return this builder
     * @throws switchboard.net.EndpointException if the endpoint is malformed
     */
    Builder listen(String endpoint);

    /**
     * Sets the network. Default: {@link Network#system()}.
     *
     * @param network not closed by the server
     * @return this builder
     */
    Builder network(Network network);

    /**
     * Sets the strategy. Default: {@link Strategy#VIRTUAL_THREADS}.
     *
     * @param strategy decides which thread runs the handler
     * @return this builder
     */
    Builder strategy(Strategy strategy);

    /**
     * Sets the limits. Default: {@link Limits#standard()}.
     *
     * @param limits the limits and timeouts
     * @return this builder
     */
    Builder limits(Limits limits);

    /**
     * Sets socket options. Default: none.
     *
     * @param options options of the listeners and of each connection
     * @return this builder
     */
    Builder options(Options options);

    /**
     * Sets the text that a connection beyond the limits receives before it is closed. Default: no
     * text, and such connections are reset, which no client takes for a response.
     *
     * @param message a response in the protocol of the handler, sent as UTF-8; empty for none
     * @return this builder
     */
    Builder rejectionMessage(String message);

    /**
     * Sets which calls a drain ends during the grace period. Default: {@link
     * DrainPolicy#BETWEEN_MESSAGES}.
     *
     * @param policy which calls to end at once
     * @return this builder
     */
    Builder drainPolicy(DrainPolicy policy);

    /**
     * Sets an action that runs once when the server begins to drain, on a virtual thread. The drain
     * waits for it as it waits for calls.
     *
     * @param action replaces the action that was set before
     * @return this builder
     */
    Builder onDrain(Runnable action);

    /**
     * Sets a filter that each accepted connection must pass. Default: none.
     *
     * @param filter decides by the address of the peer
     * @return this builder
     */
    Builder acceptFilter(AcceptFilter filter);

    /**
     * Sets the observer of connections. Default: none.
     *
     * @param observer called on the threads that accept and serve
     * @return this builder
     */
    Builder observer(CallObserver observer);

    /**
     * Starts a server with the current settings. Blocks while names of hosts are resolved.
     *
     * @return the server, which has begun to accept connections
     * @throws switchboard.net.AddressUnavailableException if it cannot listen at one of the
     *     addresses; then it listens at none
     * @throws switchboard.net.EndpointException if an endpoint is not for connections
     * @throws IllegalStateException if no endpoint was added
     * @throws IOException if an I/O error occurs, such as a name that is not found
     */
    Server start() throws IOException;

    /**
     * Starts a server and blocks until the process receives SIGTERM or SIGINT. It is meant for the
     * main thread of a program. Prints {@code listening on ENDPOINT} to standard error for each
     * endpoint.
     *
     * <p>A signal drains the server with {@link Server#GRACE_PERIOD}. The process then exits with
     * status 143 after SIGTERM and 130 after SIGINT. If handlers or shutdown hooks delay the exit,
     * the process is halted {@link Server#RUN_TIME_MAX} after the signal, with status 143.
     *
     * <p>This method returns only if another thread closes the server.
     *
     * @throws switchboard.net.AddressUnavailableException if it cannot listen at one of the
     *     addresses
     * @throws switchboard.net.EndpointException if an endpoint is not for connections
     * @throws switchboard.net.OperationInterruptedException if the thread is interrupted; the
     *     server is closed
     * @throws IllegalStateException if no endpoint was added
     * @throws IOException if a listener fails, or another I/O error occurs
     */
    void run() throws IOException;
  }
}
