package switchboard.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/** What a {@link DatagramServer} is told before it starts. Belongs to one thread. */
public final class DatagramServerBuilder {
  private final DatagramHandler service;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private Network network = Network.system();
  private Options options = Options.none();

  private record Group(Address.Inet address, String interfaceName) {}

  DatagramServerBuilder(DatagramHandler service) {
    this.service = service;
  }

  /** Receives at {@code endpoint} too: at every address of a name, as {@link Network#bindAll}. */
  public DatagramServerBuilder listen(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /** Receives at what a person typed too, such as {@code udp://:7007}. */
  public DatagramServerBuilder listen(String endpoint) {
    return listen(Endpoint.parse(endpoint));
  }

  /** Over another network than the system's. */
  public DatagramServerBuilder network(Network other) {
    network = other;
    return this;
  }

  /** Options for each socket. */
  public DatagramServerBuilder options(Options other) {
    options = other;
    return this;
  }

  /**
   * Hears a multicast group too, at each endpoint of its family, which is every interface: {@code
   * udp://0.0.0.0:5007} or {@code udp://[::]:5007}.
   *
   * @param group its port does not count
   * @param interfaceName as for {@link Datagrams#join}
   */
  public DatagramServerBuilder join(Address.Inet group, String interfaceName) {
    groups.add(new Group(group, interfaceName));
    return this;
  }

  /**
   * Binds everywhere and serves. Blocks while names are resolved.
   *
   * @throws switchboard.net.AddressUnavailableException when an address can't be had, or a group
   *     can't be joined; then it is bound nowhere
   * @throws switchboard.net.EndpointException when an endpoint is none for datagrams
   * @throws IllegalStateException when it was told no endpoint
   */
  public DatagramServer start() throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("a datagram server is bound somewhere: say on(endpoint)");
    }
    return new DatagramServer(this).start();
  }

  /** Binds a socket at each address of {@code endpoint}, each a member of its groups. */
  List<Datagrams> bind(Endpoint endpoint) throws IOException {
    List<Datagrams> bound = network.bindAll(endpoint, options);
    boolean joined = false;
    try {
      boolean alone = endpoints.size() == 1 && bound.size() == 1;
      for (Datagrams socket : bound) {
        join(socket, alone);
      }
      joined = true;
      return bound;
    } finally {
      if (!joined) {
        bound.forEach(Datagrams::close);
      }
    }
  }

  private void join(Datagrams socket, boolean alone) throws IOException {
    boolean six = socket.local() instanceof Address.Inet local && local.isIpv6();
    for (Group each : groups) {
      if (each.address.isIpv6() == six || alone) {
        socket.join(each.address, each.interfaceName); // until the socket is closed
      }
    }
  }

  DatagramHandler service() {
    return service;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  Network network() {
    return network;
  }
}
