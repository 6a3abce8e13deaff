package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.Capability;

/**
 * Requires that the engine passes every socket option to the kernel, both when the option is set
 * while the socket is opened and when it is set on an open socket. This contract is for TCP
 * endpoints.
 *
 * @since 0.1.0
 */
public interface OptionsContract extends NetworkContract {

  @BeforeEach
  default void theEngineHasAKernel() {
    assumeCapability(Capability.KERNEL_OPTIONS);
  }

  @Test
  default void whatWasChosenBeforeIsThereOnBothSides() throws IOException {
    try (Listener listener = network().listen(listenEndpoint(), SampleOptions.ALL);
        Connection client = network().connect(Endpoint.of(listener.local()), SampleOptions.ALL);
        Connection server = listener.accept()) {
      SampleOptions.check(client.options());
      SampleOptions.check(server.options());
    }
  }

  @Test
  default void byDefaultNoDelayIsOnAndKeepAliveIsOff() throws IOException {
    try (Listener listener = network().listen(listenEndpoint(), Options.none());
        Connection client = network().connect(Endpoint.of(listener.local()), Options.none());
        Connection server = listener.accept()) {
      for (Connection end : List.of(client, server)) {
        assertTrue(end.options().get(Option.NO_DELAY));
        assertFalse(end.options().get(Option.KEEP_ALIVE));
        assertTrue(end.options().get(Option.LINGER).isNegative());
      }
      assertTrue(listener.options().get(Option.REUSE_ADDRESS));
    }
  }

  @Test
  default void bufferSizesAreAtLeastWhatWasAskedFor() throws IOException {
    var sizes = Options.of(Option.RECEIVE_BUFFER, 50_000).with(Option.SEND_BUFFER, 60_000);
    try (Listener listener = network().listen(listenEndpoint(), sizes);
        Connection client = network().connect(Endpoint.of(listener.local()), sizes)) {
      assertTrue(client.options().get(Option.RECEIVE_BUFFER) >= 50_000);
      assertTrue(client.options().get(Option.SEND_BUFFER) >= 60_000);
      assertTrue(listener.options().get(Option.RECEIVE_BUFFER) >= 50_000);
    }
  }

  @Test
  default void listenersMayShareAPortIfAllOfThemWant() throws IOException {
    var shared = Options.of(Option.REUSE_PORT, true);
    try (Listener first = network().listen(listenEndpoint(), shared);
        Listener second = network().listen(Endpoint.of(first.local()), shared)) {
      assertEquals(first.local(), second.local());
    }
  }

  @Test
  default void aUnixSocketHasNoOptionsOfTcp(@TempDir Path directory) throws IOException {
    assumeCapability(Capability.UNIX_STREAM);
    var endpoint = Endpoint.unix(directory.resolve("s").toString());
    try (Listener listener = network().listen(endpoint, SampleOptions.ALL);
        Connection client = network().connect(endpoint, SampleOptions.ALL)) {
      ConnectionOptions live = client.options();
      assertFalse(live.supports(Option.NO_DELAY));
      assertThrows(UnsupportedOperationException.class, () -> live.get(Option.NO_DELAY));
      assertTrue(listener.isOpen());
    }
  }

  @Test
  default void datagramsMayBroadcastIfTheyWant() throws IOException {
    var broadcast = Options.of(Option.BROADCAST, true);
    try (var datagrams = network().bind(Endpoint.udp("127.0.0.1", 0), broadcast)) {
      assertTrue(datagrams.options().get(Option.BROADCAST));
    }
  }

  @Test
  default void aValueThatNoConnectionTakesIsAnErrorOfListening() {
    var impossible = Options.of(Option.TRAFFIC_CLASS, 999);
    assertThrows(
        IllegalArgumentException.class, () -> network().listen(listenEndpoint(), impossible));
  }

  @Test
  default void anOptionOfAnOpenSocketIsChangedAtOnce(TestScope scope) throws Exception {
    Connection client = pair(scope).client();
    client.options().set(Option.NO_DELAY, false);
    assertFalse(client.options().get(Option.NO_DELAY));
    client.options().set(Option.KEEP_ALIVE, true);
    assertTrue(client.options().get(Option.KEEP_ALIVE));
  }
}
