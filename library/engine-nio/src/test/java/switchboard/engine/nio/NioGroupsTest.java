package switchboard.engine.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import switchboard.contracts.BroadcastContract;
import switchboard.contracts.MulticastContract;
import switchboard.contracts.NetworkContract;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/**
 * Tests multicast groups and interfaces over an Ethernet link, in a network namespace, which not
 * every machine can provide.
 */
@Tag("slow")
class NioGroupsTest {
  private static final Address.Inet GROUP = Address.inet(InetAddress.ofLiteral("239.255.70.1"), 0);

  @Test
  void groupsAndBroadcastKeepTheirContractsOverAnEthernet() throws Exception {
    int cases = OwnHost.run(Groups4.class, Groups6.class, Interfaces.class);
    assertTrue(cases >= 30, cases + " cases");
  }

  @Test
  void anInterfaceThatIsNotThereIsSaidSo() throws Exception {
    var endpoint = Endpoint.parse("udp://0.0.0.0:0");
    try (var socket = Network.system().bind(endpoint, Options.none())) {
      var absent =
          assertThrows(AddressUnavailableException.class, () -> socket.join(GROUP, "nowhere0"));
      assertTrue(absent.getMessage().endsWith("there is no network interface 'nowhere0'"));
      var options = socket.options();
      assertThrows(
          AddressUnavailableException.class,
          () -> options.set(Option.MULTICAST_INTERFACE, "nowhere0"));
      options.set(Option.MULTICAST_INTERFACE, "");
      options.set(Option.MULTICAST_INTERFACE, "lo");
      assertThrows(
          AddressUnavailableException.class, () -> options.set(Option.MULTICAST_INTERFACE, ""));
    }
  }

  /** Runs one contract test. */
  abstract static class OverNio implements NetworkContract {
    private static final Network NETWORK = Network.over(NioContractTest.ENGINE);

    private final String endpoint;

    OverNio(String endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public Network network() {
      return NETWORK;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.parse(endpoint);
    }
  }

  /** Tests that run in the network namespace of {@link OwnHost}. */
  static class Groups4 extends OverNio implements MulticastContract, BroadcastContract {
    Groups4() {
      super("udp://0.0.0.0:0");
    }

    @Override
    public String groupInterface() {
      return OwnHost.ETHERNET;
    }

    @Override
    public String broadcastHost() {
      return OwnHost.BROADCAST;
    }
  }

  /** Tests that run in the network namespace of {@link OwnHost}. */
  static class Groups6 extends OverNio implements MulticastContract {
    Groups6() {
      super("udp://[::]:0");
    }

    @Override
    public String groupInterface() {
      return OwnHost.ETHERNET;
    }
  }

  /** Tests that run in the network namespace of {@link OwnHost}. */
  static class Interfaces {
    private static Datagrams bind(TestScope scope, Options options) throws Exception {
      return scope.add(Network.system().bind(Endpoint.parse("udp://0.0.0.0:0"), options));
    }

    @Test
    void theEthernetIsChosenBeforeTheLoopback() throws Exception {
      try (var scope = new TestScope()) {
        var member = bind(scope, Options.none());
        assertEquals(OwnHost.ETHERNET, member.join(GROUP, "").interfaceName());
        var overLo = bind(scope, Options.of(Option.MULTICAST_INTERFACE, "lo"));
        assertEquals("lo", overLo.join(GROUP, "").interfaceName());
      }
    }

    @Test
    void aGroupMayBeJoinedAtTwoInterfacesAndIsHeardAtThoseAlone() throws Exception {
      try (var scope = new TestScope()) {
        var member = bind(scope, Options.none());
        var at = GROUP.withPort(((Address.Inet) member.local()).port());
        var loopback = bind(scope, Options.of(Option.MULTICAST_INTERFACE, "lo"));
        var ethernet = bind(scope, Options.of(Option.MULTICAST_INTERFACE, OwnHost.ETHERNET));
        var byLo = member.join(GROUP, "lo");
        ethernet.send(UTF_8.encode("by the Ethernet"), at);
        loopback.send(UTF_8.encode("by lo"), at);
        assertEquals(loopback.local(), heardFrom(member));
        member.join(GROUP, OwnHost.ETHERNET);
        byLo.close();
        loopback.send(UTF_8.encode("by lo"), at);
        ethernet.send(UTF_8.encode("by the Ethernet"), at);
        assertEquals(ethernet.local(), heardFrom(member));
      }
    }

    /**
     * Receives a datagram and returns an address that identifies the sending socket by its port.
     * The port is sufficient because each socket is bound to the wildcard address.
     */
    private static Address heardFrom(Datagrams member) throws Exception {
      var from = (Address.Inet) member.receive(ByteBuffer.allocate(100));
      return Address.inet(new byte[4], from.port());
    }
  }
}
