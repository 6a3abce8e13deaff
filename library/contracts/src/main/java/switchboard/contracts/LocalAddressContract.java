package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.Capability;

/**
 * Specifies {@link Option#LOCAL_ADDRESS}: connecting from a chosen local address. {@link
 * ListenerContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface LocalAddressContract extends NetworkContract {

  @Test
  default void aConnectionComesFromTheChosenAddressAndSomePort(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    Address.Inet chosen = Address.inet(new byte[] {127, 0, 0, 2}, 0);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Connection client = connectFrom(scope, listener, Options.of(Option.LOCAL_ADDRESS, chosen));
    Address seen = scope.add(listener.accept()).remote();
    assertEquals(client.local(), seen);
    assertEquals("127.0.0.2", ((Address.Inet) seen).host());
    assertTrue(((Address.Inet) seen).port() > 0);
  }

  @Test
  default void aConnectionComesFromTheChosenPort(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Options options = Options.of(Option.REUSE_ADDRESS, true);
    for (Address.Inet any : new Address.Inet[] {ipv4Wildcard(), Address.wildcard(0)}) {
      int port = unusedPort(scope);
      Connection client =
          connectFrom(scope, listener, options.with(Option.LOCAL_ADDRESS, any.withPort(port)));
      assertEquals(Address.loopback(port), client.local());
      assertEquals(Address.loopback(port), scope.add(listener.accept()).remote());
    }
  }

  @Test
  default void aConnectionFromIpv6ComesFromTheChosenPort(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP6);
    Listener listener = scope.listen(network(), Endpoint.tcp("::1", 0));
    for (Address.Inet any : new Address.Inet[] {Address.loopback6(0), Address.wildcard(0)}) {
      Connection client = connectFrom(scope, listener, Options.of(Option.LOCAL_ADDRESS, any));
      assertEquals(client.local(), scope.add(listener.accept()).remote());
      assertEquals("::1", ((Address.Inet) client.local()).host());
    }
  }

  @Test
  default void aLocalAddressInUseIsRefused(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Listener other = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Options options = Options.of(Option.LOCAL_ADDRESS, (Address.Inet) other.local());
    AddressUnavailableException refused =
        assertThrows(
            AddressUnavailableException.class, () -> connectFrom(scope, listener, options));
    assertEquals(other.local(), refused.failure().local());
    assertEquals(listener.local(), refused.failure().remote());
    assertEquals("connect", refused.failure().operation());
  }

  @Test
  default void twoConnectionsCannotHoldOneLocalAddress(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Options options = Options.of(Option.LOCAL_ADDRESS, Address.loopback(unusedPort(scope)));
    Connection first = connectFrom(scope, listener, options);
    assertThrows(AddressUnavailableException.class, () -> connectFrom(scope, listener, options));
    first.abort(); // a reset avoids TIME-WAIT
    scope.add(listener.accept());
    assertEquals(first.local(), connectFrom(scope, listener, options).local());
  }

  @Test
  default void theAddressOfAConnectionIsInUse(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Connection first = connectFrom(scope, listener, Options.none());
    Options options = Options.of(Option.LOCAL_ADDRESS, (Address.Inet) first.local());
    assertThrows(AddressUnavailableException.class, () -> connectFrom(scope, listener, options));
    assertThrows(
        AddressUnavailableException.class,
        () -> scope.listen(network(), Endpoint.of(first.local())));
  }

  /** A network in memory has every address. */
  @Test
  default void anAddressOfAnotherMachineIsRefusedByTheKernel(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    Address.Inet foreign = Address.inet(new byte[] {(byte) 192, 0, 2, 1}, 0);
    Options options = Options.of(Option.LOCAL_ADDRESS, foreign);
    if (network().capabilities().contains(Capability.KERNEL_OPTIONS)) {
      AddressUnavailableException refused =
          assertThrows(
              AddressUnavailableException.class, () -> connectFrom(scope, listener, options));
      assertEquals("EADDRNOTAVAIL", refused.failure().errno());
    } else {
      Address local = connectFrom(scope, listener, options).local();
      assertEquals(foreign.host(), ((Address.Inet) local).host());
    }
  }

  @Test
  default void aLocalAddressOfAnotherFamilyIsRefused(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    boolean six = listener.local() instanceof Address.Inet inet && inet.isIpv6();
    Address.Inet wrong = six ? Address.loopback(0) : Address.loopback6(0);
    int port = port(listener.local());
    boolean both = listener.local().equals(Address.wildcard(port));
    Endpoint remote = Endpoint.of(both ? Address.loopback6(port) : listener.local());
    Options options = Options.of(Option.LOCAL_ADDRESS, wrong);
    AddressUnavailableException refused =
        assertThrows(
            AddressUnavailableException.class, () -> scope.add(network().connect(remote, options)));
    assertEquals("EAFNOSUPPORT", refused.failure().errno());
    assertEquals(wrong, refused.failure().local());
  }

  @Test
  default void ofTheAddressesOfANameThoseOfTheFamilyAreTried(TestScope scope) throws Exception {
    assumeCapability(Capability.TCP4);
    assumeCapability(Capability.TCP6);
    Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0));
    int port = port(listener.local());
    Connection client =
        scope.add(
            network()
                .withResolver((_, _) -> List.of(Address.loopback6(port), Address.loopback(port)))
                .connect(
                    Endpoint.tcp("name.example", port),
                    Options.of(Option.LOCAL_ADDRESS, Address.loopback(0))));
    assertEquals(listener.local(), client.remote());
    assertEquals(client.local(), scope.add(listener.accept()).remote());
  }

  private Connection connectFrom(TestScope scope, Listener listener, Options options)
      throws IOException {
    return scope.add(network().connect(Endpoint.of(listener.local()), options));
  }

  /** Returns a port to which no socket was bound when this method checked it. */
  private int unusedPort(TestScope scope) throws IOException {
    try (Listener listener = scope.listen(network(), Endpoint.tcp("127.0.0.1", 0))) {
      return port(listener.local());
    }
  }

  private static int port(Address address) {
    return address instanceof Address.Inet inet ? inet.port() : 0;
  }

  private static Address.Inet ipv4Wildcard() {
    return Address.inet(new byte[4], 0);
  }
}
