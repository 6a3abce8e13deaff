package switchboard.server.internal.datagram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.DatagramHandler;
import switchboard.server.DatagramServer;

/** Implementation of {@link DatagramServer.Builder}. */
public final class DatagramServerBuilder implements DatagramServer.Builder {
  private final DatagramHandler service;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private Network network = Network.system();
  private Options options = Options.none();

  private record Group(Address.Inet address, String interfaceName) {}

  public DatagramServerBuilder(DatagramHandler service) {
    this.service = service;
  }

  @Override
  public DatagramServerBuilder listen(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  @Override
  public DatagramServerBuilder listen(String endpoint) {
    return listen(Endpoint.parse(endpoint));
  }

  @Override
  public DatagramServerBuilder network(Network other) {
    network = other;
    return this;
  }

  @Override
  public DatagramServerBuilder options(Options other) {
    options = other;
    return this;
  }

  @Override
  public DatagramServerBuilder join(Address.Inet group, String interfaceName) {
    groups.add(new Group(group, interfaceName));
    return this;
  }

  @Override
  public DatagramServer start() throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("no endpoint to receive at; call listen(endpoint) first");
    }
    return new RunningDatagramServer(this).start();
  }

  /**
   * Binds a socket at each address of {@code endpoint}, and joins the multicast groups with each
   * socket.
   */
  List<Datagrams> bind(Endpoint endpoint) throws IOException {
    List<Datagrams> bound = network.bindAll(endpoint, options);
    boolean joined = false;
    try {
      boolean onlySocket = endpoints.size() == 1 && bound.size() == 1;
      for (Datagrams socket : bound) {
        join(socket, onlySocket);
      }
      joined = true;
      return bound;
    } finally {
      if (!joined) {
        bound.forEach(Datagrams::close);
      }
    }
  }

  /**
   * Joins the groups of the socket's address family. If the server has only one socket, it joins
   * all groups, so that a group of another address family causes an error.
   */
  private void join(Datagrams socket, boolean onlySocket) throws IOException {
    boolean ipv6 = socket.local() instanceof Address.Inet local && local.isIpv6();
    for (Group each : groups) {
      if (each.address.isIpv6() == ipv6 || onlySocket) {
        socket.join(each.address, each.interfaceName); // membership ends when the socket is closed
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
