package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Resolver;
import switchboard.net.spi.Capability;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.Engine;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.SystemError;
import switchboard.testkit.MemoryEngine;

/**
 * Tests listening on all addresses of a host name. All addresses must have the same port. If
 * listening fails on one address, it must fail as a whole, except that addresses that this machine
 * does not have are skipped.
 */
class EveryAddressTest {
  private static final Address.Inet FOUR = Address.loopback(0);
  private static final Address.Inet SIX = Address.loopback6(0);
  private static final Resolver BOTH =
      (_, port) -> List.of(FOUR.withPort(port), SIX.withPort(port));

  private static List<Address> listening(Network network, int port) throws IOException {
    List<Listener> listeners = network.listenAll(Endpoint.tcp("both", port), Options.none());
    var addresses = listeners.stream().map(Listener::local).toList();
    listeners.forEach(Listener::close);
    return addresses;
  }

  private static List<Address> bound(Network network, int port) throws IOException {
    List<Datagrams> sockets = network.bindAll(Endpoint.udp("both", port), Options.none());
    var addresses = sockets.stream().map(Datagrams::local).toList();
    sockets.forEach(Datagrams::close);
    return addresses;
  }

  @Test
  void everyAddressOfANameIsListenedAt() throws Exception {
    try (Network network = MemoryEngine.network().withResolver(BOTH)) {
      assertEquals(List.of(FOUR.withPort(7), SIX.withPort(7)), listening(network, 7));
      assertEquals(List.of(FOUR.withPort(7), SIX.withPort(7)), bound(network, 7));
    }
  }

  @Test
  void thePortThatIsChosenForTheFirstIsThatOfAll() throws Exception {
    try (Network network = MemoryEngine.network().withResolver(BOTH)) {
      for (List<Address> each : List.of(listening(network, 0), bound(network, 0))) {
        assertEquals(2, each.size());
        int port = ((Address.Inet) each.getFirst()).port();
        assertTrue(port > 0);
        assertEquals(List.of(FOUR.withPort(port), SIX.withPort(port)), each);
      }
    }
  }

  @Test
  void aNumberIsOneAddress() throws Exception {
    try (Network network = MemoryEngine.network().withResolver(BOTH)) {
      List<Listener> one = network.listenAll(Endpoint.parse("[::1]:7"), Options.none());
      assertEquals(List.of(SIX.withPort(7)), one.stream().map(Listener::local).toList());
      one.forEach(Listener::close);
    }
  }

  @Test
  void anAddressInUseIsNamedAndTheOthersAreGivenBack() throws Exception {
    try (Network network = MemoryEngine.network().withResolver(BOTH);
        var _ = network.listen("[::1]:7")) {
      var inUse = assertThrows(AddressUnavailableException.class, () -> listening(network, 7));
      assertEquals("listen [::1]:7: Address already in use", inUse.getMessage());
      network.listen("127.0.0.1:7").close();
    }
  }

  @Test
  void aChosenPortThatIsTakenElsewhereGivesWayToAnother() throws Exception {
    var engine = new Failing(3, "EADDRINUSE", SystemError.Kind.ADDRESS);
    try (Network network = Network.over(engine).withResolver(BOTH)) {
      assertEquals(2, listening(network, 0).size());
      assertEquals(4, engine.attempts);
    }
  }

  @Test
  void aChosenPortIsTriedAgainABoundedNumberOfTimes() {
    var engine = new Failing(Integer.MAX_VALUE, "EADDRINUSE", SystemError.Kind.ADDRESS);
    try (Network network = Network.over(engine).withResolver(BOTH)) {
      var inUse = assertThrows(AddressUnavailableException.class, () -> listening(network, 0));
      assertTrue((inUse.getMessage() + "").startsWith("listen [::1]:"), inUse::toString);
      assertEquals(20, engine.attempts);
    }
  }

  @Test
  void aMachineWithoutIpv6ListensAtTheOtherAddresses() throws Exception {
    for (var lack :
        Map.of("EADDRNOTAVAIL", SystemError.Kind.ADDRESS, "EAFNOSUPPORT", SystemError.Kind.OTHER)
            .entrySet()) {
      for (int port : new int[] {0, 7}) {
        var engine = new Failing(Integer.MAX_VALUE, lack.getKey(), lack.getValue());
        try (Network network = Network.over(engine).withResolver(BOTH)) {
          assertEquals(1, listening(network, port).size());
          assertEquals(1, bound(network, port).size());
        }
      }
    }
  }

  @Test
  void aNameWithoutAnAddressOfThisMachineIsRefusedWithTheFirst() {
    var engine = new Failing(Integer.MAX_VALUE, "EADDRNOTAVAIL", SystemError.Kind.ADDRESS);
    Resolver elsewhere =
        (_, port) ->
            List.of(
                Address.inet(InetAddress.ofLiteral("2001:db8::1"), port),
                Address.inet(InetAddress.ofLiteral("2001:db8::2"), port));
    try (Network network = Network.over(engine).withResolver(elsewhere)) {
      var none = assertThrows(AddressUnavailableException.class, () -> listening(network, 7));
      assertTrue((none.getMessage() + "").startsWith("listen [2001:db8::1]:7: "), none::toString);
    }
  }

  @Test
  void datagramsGoToTheFirstAddressThatThereIsAWayTo() throws Exception {
    var engine = new Failing(Integer.MAX_VALUE, "ENETUNREACH", SystemError.Kind.UNREACHABLE);
    Resolver sixFirst = (_, port) -> List.of(SIX.withPort(port), FOUR.withPort(port));
    try (Network network = Network.over(engine).withResolver(sixFirst);
        var socket = network.connectDatagrams(Endpoint.udp("both", 7), Options.none())) {
      assertTrue(socket.local().toString().startsWith("127.0.0.1:"), socket.local() + "");
    }
  }

  /** A network in memory in which the first {@code times} uses of IPv6 fail. */
  private static final class Failing implements Engine {
    private final MemoryEngine memory = new MemoryEngine();
    private final String errno;
    private final SystemError.Kind kind;
    private final int times;
    private int attempts;

    Failing(int times, String errno, SystemError.Kind kind) {
      this.times = times;
      this.errno = errno;
      this.kind = kind;
    }

    private void check(@Nullable Address address) throws SystemError {
      if (address instanceof Address.Inet inet && inet.isIpv6() && attempts++ < times) {
        throw new SystemError(kind, "some words", errno);
      }
    }

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Set<Capability> capabilities() {
      return memory.capabilities();
    }

    @Override
    public ConnectHandle connect(Address remote, Options options) throws IOException {
      return memory.connect(remote, options);
    }

    @Override
    public ListenerHandle listen(Address local, Options options) throws IOException {
      check(local);
      return memory.listen(local, options);
    }

    @Override
    public DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
        throws IOException {
      check(local == null ? remote : local);
      return memory.bind(local, remote, options);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
