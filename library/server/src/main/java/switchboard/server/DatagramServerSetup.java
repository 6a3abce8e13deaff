package switchboard.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/** What a {@link DatagramServer} is told before it starts. Belongs to one thread. */
public final class DatagramServerSetup {
  private final DatagramService service;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private Network network = Network.system();
  private Options options = Options.none();

  DatagramServerSetup(DatagramService service) {
    this.service = service;
  }

  /** Receives at {@code endpoint} too. */
  public DatagramServerSetup on(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /** Receives at what a person typed too, such as {@code udp://:7007}. */
  public DatagramServerSetup on(String endpoint) {
    return on(Endpoint.parse(endpoint));
  }

  /** Over another network than the system's. */
  public DatagramServerSetup network(Network other) {
    network = other;
    return this;
  }

  /** Options for each socket. */
  public DatagramServerSetup options(Options other) {
    options = other;
    return this;
  }

  /**
   * Binds everywhere and serves. Blocks while names are resolved.
   *
   * @throws switchboard.net.AddressUnavailableException when an address can't be had; then it is
   *     bound nowhere
   * @throws switchboard.net.EndpointException when an endpoint is none for datagrams
   * @throws IllegalStateException when it was told no endpoint
   */
  public DatagramServer start() throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("a datagram server is bound somewhere: say on(endpoint)");
    }
    return new DatagramServer(this).start();
  }

  DatagramService service() {
    return service;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  Network network() {
    return network;
  }

  Options options() {
    return options;
  }
}
