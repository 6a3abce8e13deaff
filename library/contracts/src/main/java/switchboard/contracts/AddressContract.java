package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Options;
import switchboard.net.spi.Capability;

/**
 * Specifies how listeners bind and release addresses. {@link ListenerContract} includes this
 * contract.
 *
 * @since 0.1.0
 */
public interface AddressContract extends NetworkContract {

  @Test
  default void aClosedListenerFreesItsAddressAtOnce(TestScope scope) throws Exception {
    Endpoint same;
    try (Listener first = network().listen(listenEndpoint(), Options.none())) {
      same = Endpoint.of(first.local());
    }
    for (int i = 0; i < 20; i++) {
      try (Listener again = network().listen(same, Options.none())) {
        assertEquals(same, Endpoint.of(again.local()));
        Connection client = scope.connect(network(), again);
        scope.add(again.accept()).close(); // the side that closes first enters the state TIME-WAIT
        assertEquals(-1, client.read(ByteBuffer.allocate(1)));
      }
    }
  }

  @Test
  default void aListenerThatIsBlockedInAcceptFreesItsAddressToo(TestScope scope) throws Exception {
    Listener first = scope.listen(network(), listenEndpoint());
    Endpoint same = Endpoint.of(first.local());
    scope.call(() -> first.accept()).awaitBlocked();
    first.close();
    assertEquals(same, Endpoint.of(scope.listen(network(), same).local()));
  }

  @Test
  default void bothFamiliesReachAListenerAtEveryInterface(TestScope scope) throws Exception {
    if (!(scope.listen(network(), listenEndpoint()).local() instanceof Address.Inet)) {
      return; // the address of a Unix socket does not depend on network interfaces
    }
    assumeCapability(Capability.DUAL_STACK);
    assumeCapability(Capability.TCP4);
    assumeCapability(Capability.TCP6);
    Listener listener = scope.listen(network(), Endpoint.tcp("", 0));
    int port = ((Address.Inet) listener.local()).port();
    for (Address address : new Address[] {Address.loopback(port), Address.loopback6(port)}) {
      Connection client = scope.add(network().connect(Endpoint.of(address), Options.none()));
      Connection server = scope.add(listener.accept());
      assertEquals(address, client.remote());
      assertEquals(
          address, server.local(), "an IPv4 peer must not have an IPv4-mapped IPv6 address");
      assertEquals(client.local(), server.remote());
    }
  }
}
