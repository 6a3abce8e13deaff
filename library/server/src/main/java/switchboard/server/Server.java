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
 * Accepts connections at its listeners and runs a {@link ConnectionHandler} for each, under a
 * {@link Strategy} and within {@link Limits}. A server listens from the moment it exists until it
 * is closed. Safe for use by several threads.
 *
 * <pre>{@code
 * try (var server = Server.listen("127.0.0.1:7007",
 *     connection -> connection.source().transferTo(connection.sink()))) {
 *   server.awaitStop();
 * }
 * }</pre>
 */
public interface Server extends AutoCloseable {
  /** The time that {@link #close()} lets calls finish: five seconds. */
  Duration GRACE_PERIOD = Duration.ofSeconds(5);

  /** The longest time a drain waits for handlers after it has aborted their calls: one second. */
  Duration ABORT_TIME_MAX = Duration.ofSeconds(1);

  /** The longest time from a signal to the end of a program that {@link #run}s a server. */
  Duration RUN_TIME_MAX = Duration.ofSeconds(10);

  /**
   * Starts a server on the system's network, with a virtual thread for each connection and {@link
   * Limits#standard()}.
   *
   * @param endpoint where to listen, as a person types it
   * @throws switchboard.net.AddressUnavailableException when it cannot listen there
   */
  static Server listen(String endpoint, ConnectionHandler handler) throws IOException {
    return builder(handler).listen(endpoint).start();
  }

  /**
   * Serves until the process is told to end, as {@link Builder#run} does: the complete main method
   * of a program.
   *
   * <pre>{@code
   * public static void main(String[] arguments) throws IOException {
   *   Server.run("localhost:7007", call -> call.source().transferTo(call.sink()));
   * }
   * }</pre>
   *
   * @throws switchboard.net.AddressUnavailableException when it cannot listen there
   */
  static void run(String endpoint, ConnectionHandler handler) throws IOException {
    builder(handler).listen(endpoint).run();
  }

  /** Returns a builder of servers that run {@code handler}. */
  static Builder builder(ConnectionHandler handler) {
    return new ServerBuilder(handler);
  }

  /** Returns the addresses at which it listens, with the ports that the system chose. */
  List<Address> addresses();

  /** Returns {@link #addresses()} in the form that a person types. */
  List<Endpoint> endpoints();

  /** Returns the first of {@link #endpoints()}, to connect to. */
  Endpoint endpoint();

  /** Returns the limits that it was started with. */
  Limits limits();

  /** Returns the strategy that it was started with. */
  Strategy strategy();

  /** Returns its counters, which go on counting. */
  Counters counters();

  /** Returns whether it accepts no more connections and lets the present calls finish. */
  boolean isDraining();

  /** Returns whether it has stopped: no call is left, and there will be none. */
  boolean isStopped();

  /**
   * Blocks until the server has been closed and all calls have ended.
   *
   * @throws switchboard.net.DeadlineExceededException when a deadline of the thread passes first;
   *     the server goes on
   * @throws switchboard.net.OperationInterruptedException when the thread is interrupted; the
   *     server goes on
   * @throws IOException when a listener has failed, which stops the server
   */
  void awaitStop() throws IOException;

  /** Drains with {@link #GRACE_PERIOD}: blocks for six seconds at most. */
  @Override
  void close();

  /**
   * Drains as {@link #drain(Duration, Duration)} does, and blocks for {@link #ABORT_TIME_MAX}
   * longer than {@code grace} at most.
   */
  void drain(Duration grace);

  /**
   * Stops serving. No more connections are accepted; calls end as the {@link DrainPolicy} says, by
   * a {@link DrainingException} and never by an end of stream that the peer did not send. After
   * {@code grace} the remaining calls are reset, and their threads are interrupted.
   *
   * <p>Blocks until all calls have ended, or for {@code total}, whatever handlers do. May be called
   * again, by any thread; a second drain can only shorten the first. When a handler of this server
   * calls it, it does not block, since it would wait for its own call.
   */
  void drain(Duration grace, Duration total);

  /**
   * Returns one line with the addresses, the strategy and the engine: whether the engine has event
   * loops and zero-copy files, and which JVM options would make it faster. Logged at DEBUG when the
   * server starts.
   */
  @Override
  String toString();

  /**
   * Collects the settings of a server. It may start several servers; each keeps the settings of the
   * moment of its start, so later changes affect only servers that are started later. Confined to
   * one thread.
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
     * Adds an endpoint to listen at: every address of a host name, as {@link Network#listenAll}
     * does.
     */
    Builder listen(Endpoint endpoint);

    /** Adds an endpoint to listen at, as a person types it. */
    Builder listen(String endpoint);

    /** Sets the network. Default: {@link Network#system()}. */
    Builder network(Network network);

    /** Sets how calls run. Default: {@link Strategy#VIRTUAL_THREADS}. */
    Builder strategy(Strategy strategy);

    /** Sets the limits. Default: {@link Limits#standard()}. */
    Builder limits(Limits limits);

    /** Sets the options of the listeners and of each connection. Default: none. */
    Builder options(Options options);

    /**
     * Sets the text that a connection beyond the limits receives before it is closed; it should be
     * in the protocol of the handler. Default: none, and such connections are reset, which no
     * client takes for an answer.
     */
    Builder rejectionMessage(String message);

    /**
     * Sets which calls a drain ends before the grace period is over. Default: {@link
     * DrainPolicy#BETWEEN_MESSAGES}.
     */
    Builder drainPolicy(DrainPolicy policy);

    /**
     * Sets an action that runs once when the server begins to drain, on a virtual thread; the drain
     * waits for it within its bounds.
     */
    Builder onDrain(Runnable action);

    /** Sets a filter that each accepted connection must pass. Default: none. */
    Builder acceptFilter(AcceptFilter filter);

    /** Sets the observer that each connection is reported to. */
    Builder observer(CallObserver observer);

    /**
     * Listens and serves with the settings of this moment.
     *
     * @throws switchboard.net.AddressUnavailableException when it cannot listen at one of the
     *     endpoints; then it listens at none
     * @throws switchboard.net.EndpointException when an endpoint is not one for connections
     * @throws IllegalStateException when no endpoint was added
     */
    Server start() throws IOException;

    /**
     * Listens and serves until the process is told to end: for the main thread of a program. Prints
     * {@code listening on ENDPOINT} to standard error for each endpoint. SIGTERM and SIGINT drain
     * the server with a grace period of {@link Server#GRACE_PERIOD}, and the process ends at most
     * {@link Server#RUN_TIME_MAX} after the signal, whatever handlers do, with status 143 or 130.
     * Returns when another thread has closed the server.
     *
     * @throws switchboard.net.AddressUnavailableException when it cannot listen at one of the
     *     endpoints
     * @throws switchboard.net.OperationInterruptedException when the thread is interrupted, after
     *     closing the server
     */
    void run() throws IOException;
  }
}
