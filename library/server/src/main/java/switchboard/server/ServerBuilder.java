package switchboard.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.internal.ServerProgram;

/**
 * What a {@link Server} is told before it starts. It may start several, which know nothing of each
 * other. Belongs to one thread.
 */
public final class ServerBuilder {
  private final ConnectionHandler service;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private Network network = Network.system();
  private Strategy strategy = Strategy.VIRTUAL_THREADS;
  private Limits limits = Limits.standard();
  private Options options = Options.none();
  private String refusal = "";
  private DrainPolicy drainPolicy = DrainPolicy.BETWEEN_MESSAGES;
  private Runnable onDrain = () -> {};
  private CallObserver observer = new CallObserver() {};

  ServerBuilder(ConnectionHandler service) {
    this.service = service;
  }

  /** The same as it is now: a server keeps what it was started with. */
  private ServerBuilder(ServerBuilder original) {
    this.service =
        original.service instanceof ProcessHandler programs
            ? programs.snapshot()
            : original.service;
    this.endpoints.addAll(original.endpoints);
    this.network = original.network;
    this.strategy = original.strategy;
    this.limits = original.limits;
    this.options = original.options;
    this.refusal = original.refusal;
    this.drainPolicy = original.drainPolicy;
    this.onDrain = original.onDrain;
    this.observer = original.observer;
  }

  /** Listens at {@code endpoint} too: at every address of a name, as {@link Network#listenAll}. */
  public ServerBuilder listen(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /** Listens at what a person typed too. */
  public ServerBuilder listen(String endpoint) {
    return listen(Endpoint.parse(endpoint));
  }

  /** Over another network than the system's. */
  public ServerBuilder network(Network other) {
    network = other;
    return this;
  }

  /** Runs the service in another way than on virtual threads. */
  public ServerBuilder strategy(Strategy other) {
    strategy = other;
    return this;
  }

  /** Allows other things than {@link Limits#standard()}. */
  public ServerBuilder limits(Limits other) {
    limits = other;
    return this;
  }

  /** Options for the listeners, and for each connection. */
  public ServerBuilder options(Options other) {
    options = other;
    return this;
  }

  /**
   * Sends this to callers for whom there is no room, and closes; it should be in the protocol of
   * the service. Without it they are reset, which no protocol takes for an answer.
   */
  public ServerBuilder rejectionMessage(String sentence) {
    refusal = sentence;
    return this;
  }

  /** Chooses which calls a drain ends at once; default: those between two messages. */
  public ServerBuilder drainPolicy(DrainPolicy other) {
    drainPolicy = other;
    return this;
  }

  /**
   * Runs {@code action} once when the server begins to drain, on a virtual thread; the drain waits
   * for it within its bounds.
   */
  public ServerBuilder onDrain(Runnable action) {
    onDrain = action;
    return this;
  }

  /** Reports each connection to {@code other} when it is accepted, rejected and closed. */
  public ServerBuilder observer(CallObserver other) {
    observer = other;
    return this;
  }

  /**
   * Listens and serves until the process is told to end: what the main thread of a program calls.
   * Prints {@code listening on ENDPOINT} to standard error for each endpoint. SIGTERM and SIGINT
   * drain the server with a grace period of {@link Server#GRACE_PERIOD}, and the process ends at
   * most {@link Server#RUN_TIME_MAX} after the signal, whatever handlers do, with status 143 or
   * 130. Returns when another thread has closed the server.
   *
   * @throws switchboard.net.AddressUnavailableException when an address can't be had
   * @throws switchboard.net.OperationInterruptedException when the thread is interrupted, after
   *     closing the server
   */
  public void run() throws IOException {
    try (var server = start()) {
      ServerProgram.untilStopped(server);
    }
  }

  /**
   * Listens and serves, with what was said so far: what is said later is for the next server alone.
   *
   * @throws switchboard.net.AddressUnavailableException when an address can't be had; then it
   *     listens nowhere
   * @throws IllegalStateException when it was told no endpoint
   */
  public Server start() throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("a server listens somewhere: say on(endpoint)");
    }
    return new Server(new ServerBuilder(this)).start();
  }

  ConnectionHandler service() {
    return service;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  Network network() {
    return network;
  }

  Strategy strategy() {
    return strategy;
  }

  Limits limits() {
    return limits;
  }

  Options options() {
    return options;
  }

  DrainPolicy drainPolicy() {
    return drainPolicy;
  }

  Runnable onDrain() {
    return onDrain;
  }

  CallObserver observer() {
    return observer;
  }

  String rejectionMessage() {
    return refusal;
  }
}
