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
 * Accepts connections and runs a {@link ConnectionHandler} for each of them. A {@link Strategy}
 * determines the threads, and {@link Limits} bound the number of connections and their idle time.
 * {@link #listen} starts a server with default settings; {@link #builder} returns a builder for a
 * server with different settings. {@link #run} starts a server and blocks until a signal arrives,
 * for programs that consist only of a server. A server listens from its start until it is closed.
 * Safe for use by several threads.
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

  /**
   * The time for which a drain waits for handlers after it has reset their connections: one second.
   */
  Duration ABORT_TIME_MAX = Duration.ofSeconds(1);

  /** The maximum time from a signal to the exit of a program in {@link #run}: ten seconds. */
  Duration RUN_TIME_MAX = Duration.ofSeconds(10);

  /**
   * Starts a server on {@link Network#system()}, with a virtual thread for each connection and
   * {@link Limits#standard()}. Blocks while a host name is resolved.
   *
   * @param endpoint the endpoint at which to listen, such as {@code tcp://localhost:7007}, {@code
   *     :7007} for every interface, or {@code unix:/run/echo.socket}; with port 0 the system
   *     chooses a port
   * @param handler the code that serves each connection; several threads may call it at the same
   *     time
   * @return the server, which has begun to accept connections
   * @throws switchboard.net.AddressUnavailableException if the server cannot listen at an address
   * @throws switchboard.net.EndpointException if the endpoint is malformed
   * @throws IOException if an I/O error occurs, for example because a host name cannot be resolved
   */
  static Server listen(String endpoint, ConnectionHandler handler) throws IOException {
    return builder(handler).listen(endpoint).start();
  }

  /**
   * Starts a server and blocks until the process receives SIGTERM or SIGINT, as {@link Builder#run}
   * does. This call can be the entire main method of a program:
   *
   * <pre>{@code
   * public static void main(String[] arguments) throws IOException {
   *   Server.run("localhost:7007", call -> call.source().transferTo(call.sink()));
   * }
   * }</pre>
   *
   * @param endpoint the endpoint at which to listen, as described for {@link #listen}
   * @param handler the code that serves each connection; several threads may call it at the same
   *     time
   * @throws switchboard.net.AddressUnavailableException if the server cannot listen at an address
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
   * @param handler the code that serves each connection; several threads may call it at the same
   *     time, except under {@link Strategy#SEQUENTIAL}
   * @return a builder without endpoints
   */
  static Builder builder(ConnectionHandler handler) {
    return new ServerBuilder(handler);
  }

  /** {@return the addresses at which this server listens, with the ports that the system chose} */
  List<Address> addresses();

  /** {@return the {@link #addresses()} as endpoints to which clients can connect} */
  List<Endpoint> endpoints();

  /** {@return the first of {@link #endpoints()}} */
  Endpoint endpoint();

  /** {@return the limits of this server} */
  Limits limits();

  /** {@return the strategy of this server} */
  Strategy strategy();

  /** {@return the counters of this server; their values continue to change} */
  Counters counters();

  /**
   * {@return whether a drain (graceful shutdown) has begun} During and after a drain the server
   * accepts no connections.
   */
  boolean isDraining();

  /**
   * {@return whether a drain (graceful shutdown) has completed} If so, no call is active, except
   * calls whose handlers ignore the reset of their connection and the interruption of their thread.
   */
  boolean isStopped();

  /**
   * Blocks until another thread has closed the server and its calls have ended.
   *
   * @throws switchboard.net.DeadlineExceededException if a deadline of the calling thread passes;
   *     the server continues to run
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted; the
   *     server continues to run
   * @throws IOException if a listener has failed, which stops the server
   */
  void awaitStop() throws IOException;

  /**
   * Shuts down gracefully with {@link #GRACE_PERIOD}; see {@link #drain(Duration)}. Blocks for at
   * most six seconds.
   */
  @Override
  void close();

  /**
   * Stops the server gracefully, as described for {@link #drain(Duration, Duration)}. Blocks for at
   * most the sum of {@code grace} and {@link #ABORT_TIME_MAX}.
   *
   * @param grace the grace period
   */
  void drain(Duration grace);

  /**
   * Stops the server gracefully. The server stops accepting connections, runs the {@link
   * Builder#onDrain} and {@link Call#onDrain} actions, and ends calls as the {@link DrainPolicy}
   * requires. After the grace period it resets the connections of the remaining calls and
   * interrupts their threads.
   *
   * <p>This method blocks until all calls have ended, for at most the time {@code total}, even if
   * handlers ignore the interruption. An interruption of the calling thread does not shorten the
   * drain. Any thread may call this method again during a drain; a second call can only shorten the
   * drain. If a handler of this server calls this method, the method does not block, because it
   * would otherwise wait for the handler that has called it.
   *
   * @param grace the grace period: the time in which calls may end normally
   * @param total the maximum time to block; it also limits the grace period
   */
  void drain(Duration grace, Duration total);

  /**
   * {@return one line with the addresses, the strategy, the engine and its features, and JVM
   * options that would make the engine faster} A server logs this line at DEBUG when it starts.
   */
  @Override
  String toString();

  /**
   * Builds servers. A builder may start several servers. Changes to the builder do not affect
   * servers that have been started. A builder is not thread-safe.
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
     * Adds an endpoint at which to listen. If the endpoint contains a host name, the server listens
     * at all addresses of the name, as described for {@link Network#listenAll}.
     *
     * @param endpoint a connection endpoint, that is, TCP or a Unix socket
     * @return this builder
     */
    Builder listen(Endpoint endpoint);

    /**
     * Adds an endpoint at which to listen.
     *
     * @param endpoint the endpoint, as described for {@link Server#listen}
     * @return this builder
     * @throws switchboard.net.EndpointException if the endpoint is malformed
     */
    Builder listen(String endpoint);

    /**
     * Sets the network. Default: {@link Network#system()}.
     *
     * @param network the network, which the server does not close
     * @return this builder
     */
    Builder network(Network network);

    /**
     * Sets the strategy. Default: {@link Strategy#VIRTUAL_THREADS}.
     *
     * @param strategy the strategy, which determines the thread that runs the handler
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
     * @param options the options of the listeners and of each connection
     * @return this builder
     */
    Builder options(Options options);

    /**
     * Sets the message that the server sends on a connection that exceeds the limits, before it
     * closes the connection. By default the server sends no message and resets such connections; a
     * client cannot mistake a reset for a response.
     *
     * @param message a response in the protocol of the handler, which is sent in UTF-8; an empty
     *     string means no message
     * @return this builder
     */
    Builder rejectionMessage(String message);

    /**
     * Sets the policy that determines which calls end during the grace period of a drain. Default:
     * {@link DrainPolicy#BETWEEN_MESSAGES}.
     *
     * @param policy determines which calls the server ends before the grace period is over
     * @return this builder
     */
    Builder drainPolicy(DrainPolicy policy);

    /**
     * Sets an action that runs once on a virtual thread when the server begins to drain. The drain
     * waits for the action as it waits for calls.
     *
     * @param action the action; it replaces an action that was set earlier
     * @return this builder
     */
    Builder onDrain(Runnable action);

    /**
     * Sets a filter that each accepted connection must pass. Default: none.
     *
     * @param filter decides whether to serve a connection, based on the address of the peer
     * @return this builder
     */
    Builder acceptFilter(AcceptFilter filter);

    /**
     * Sets the observer of connections. Default: none.
     *
     * @param observer receives the events, on the threads that accept and serve connections
     * @return this builder
     */
    Builder observer(CallObserver observer);

    /**
     * Starts a server with the current settings. Blocks while host names are resolved.
     *
     * @return the server, which has begun to accept connections
     * @throws switchboard.net.AddressUnavailableException if the server cannot listen at one of the
     *     addresses; in this case the server listens at no address
     * @throws switchboard.net.EndpointException if an endpoint is not a connection endpoint
     * @throws IllegalStateException if no endpoint was added
     * @throws IOException if an I/O error occurs, for example because a host name cannot be
     *     resolved
     */
    Server start() throws IOException;

    /**
     * Starts a server and blocks until the process receives SIGTERM or SIGINT. This method is meant
     * for the main thread of a program. This method prints {@code listening on ENDPOINT} to
     * standard error for each endpoint.
     *
     * <p>After a signal the server drains with {@link Server#GRACE_PERIOD}. Then the process exits
     * with status 143 for SIGTERM or 130 for SIGINT. If handlers or shutdown hooks delay the exit,
     * the process is halted {@link Server#RUN_TIME_MAX} after the signal, with status 143.
     *
     * <p>This method returns only if another thread closes the server.
     *
     * @throws switchboard.net.AddressUnavailableException if the server cannot listen at one of the
     *     addresses
     * @throws switchboard.net.EndpointException if an endpoint is not a connection endpoint
     * @throws switchboard.net.OperationInterruptedException if the thread is interrupted; the
     *     server is closed
     * @throws IllegalStateException if no endpoint was added
     * @throws IOException if a listener fails, or another I/O error occurs
     */
    void run() throws IOException;
  }
}
