package switchboard.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Options;
import switchboard.net.spi.Capability;

/** How listeners take addresses and give them back: a part of {@link ListenerContract}. */
public interface AddressContract extends NetworkContract {

  @Test
  default void aClosedListenerFreesItsAddressAtOnce(Scope scope) throws Exception {
    Endpoint same;
    try (Listener first = network().listen(listenEndpoint(), Options.none())) {
      same = Endpoint.of(first.local());
    }
    for (int i = 0; i < 20; i++) {
      try (Listener again = network().listen(same, Options.none())) {
        assertEquals(same, Endpoint.of(again.local()));
        Connection client = scope.connect(network(), again);
        scope.add(again.accept()).close(); // ours first: TCP keeps its end in TIME-WAIT
        assertEquals(-1, client.read(ByteBuffer.allocate(1)));
      }
    }
  }

  @Test
  default void aListenerThatIsBlockedInAcceptFreesItsAddressToo(Scope scope) throws Exception {
    Listener first = scope.listen(network(), listenEndpoint());
    Endpoint same = Endpoint.of(first.local());
    scope.call(() -> first.accept()).awaitBlocked();
    first.close();
    assertEquals(same, Endpoint.of(scope.listen(network(), same).local()));
  }

  @Test
  default void theFileOfAUnixSocketComesAndGoes(Scope scope) throws Exception {
    Endpoint endpoint = listenEndpoint();
    if (!endpoint.scheme().equals("unix") || endpoint.path().startsWith("@")) {
      return; // no path, no file: nothing to come and go
    }
    assumeCapability(Capability.UNIX_STREAM);
    assumeCapability(Capability.KERNEL_OPTIONS);
    Path path = Path.of(endpoint.path());
    Listener listener = scope.listen(network(), endpoint);
    assertTrue(Files.exists(path), "a listener has a file");
    listener.close();
    assertFalse(Files.exists(path), "a closed one has none");
  }

  @Test
  default void aSocketFileThatNobodyListensOnIsTakenOver(Scope scope) throws Exception {
    Endpoint endpoint = listenEndpoint();
    if (!endpoint.scheme().equals("unix") || endpoint.path().startsWith("@")) {
      return;
    }
    assumeCapability(Capability.UNIX_STREAM);
    assumeCapability(Capability.KERNEL_OPTIONS);
    Path path = Path.of(endpoint.path());
    Path aside = path.resolveSibling(path.getFileName() + ".aside");
    Listener dying = scope.listen(network(), endpoint);
    Files.move(path, aside);
    dying.close();
    Files.move(aside, path); // as a process leaves it behind that was killed
    Listener heir = scope.listen(network(), endpoint);
    Connection client = scope.connect(network(), heir);
    scope.add(heir.accept()).write(Bytes.text("mine now"));
    assertEquals("mine now", Bytes.readText(client, 8));
  }

  @Test
  default void bothFamiliesReachAListenerAtEveryInterface(Scope scope) throws Exception {
    if (!(scope.listen(network(), listenEndpoint()).local() instanceof Address.Inet)) {
      return; // a Unix socket has no interfaces
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
      assertEquals(address, server.local(), "an IPv4 caller is shown as one");
      assertEquals(client.local(), server.remote());
    }
  }
}
