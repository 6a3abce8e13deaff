package switchboard.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/** What a {@link Server} is told before it starts. Belongs to one thread. */
public final class ServerSetup {
  private final Service service;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private Network network = Network.system();
  private Strategy strategy = Strategy.VIRTUAL_THREADS;
  private Limits limits = Limits.standard();
  private Options options = Options.none();
  private String refusal = "this server has no room for more callers; try again later\n";

  ServerSetup(Service service) {
    this.service = service;
  }

  /** Listens at {@code endpoint} too. */
  public ServerSetup on(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /** Listens at what a person typed too. */
  public ServerSetup on(String endpoint) {
    return on(Endpoint.parse(endpoint));
  }

  /** Over another network than the system's. */
  public ServerSetup network(Network other) {
    network = other;
    return this;
  }

  /** Runs the service in another way than on virtual threads. */
  public ServerSetup strategy(Strategy other) {
    strategy = other;
    return this;
  }

  /** Allows other things than {@link Limits#standard()}. */
  public ServerSetup limits(Limits other) {
    limits = other;
    return this;
  }

  /** Options for the listeners, and for each connection. */
  public ServerSetup options(Options other) {
    options = other;
    return this;
  }

  /** What refused callers read, in the protocol of the service; empty = they are reset. */
  public ServerSetup refusal(String sentence) {
    refusal = sentence;
    return this;
  }

  /**
   * Listens and serves.
   *
   * @throws switchboard.net.AddressUnavailableException when an address can't be had; then it
   *     listens nowhere
   * @throws IllegalStateException when it was told no endpoint
   */
  public Server start() throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("a server listens somewhere: say on(endpoint)");
    }
    return new Server(this).start();
  }

  Service service() {
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

  String refusal() {
    return refusal;
  }
}
