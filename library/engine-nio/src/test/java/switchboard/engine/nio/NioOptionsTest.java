package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.LiveOptions;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/** Every option reaches the kernel, before the socket exists and afterwards. */
class NioOptionsTest {
  private static final Network NETWORK = Network.system();
  private static final Endpoint ANY_PORT = Endpoint.tcp("127.0.0.1", 0);
  private static final Options CHOSEN =
      Options.of(Option.NO_DELAY, false)
          .with(Option.KEEP_ALIVE, true)
          .with(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(61))
          .with(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(7))
          .with(Option.KEEP_ALIVE_COUNT, 4)
          .with(Option.LINGER, Duration.ofSeconds(3))
          .with(Option.TRAFFIC_CLASS, 0x10);

  @TempDir Path directory;

  private static void assertChosen(LiveOptions live) throws IOException {
    assertFalse(live.get(Option.NO_DELAY));
    assertTrue(live.get(Option.KEEP_ALIVE));
    assertEquals(Duration.ofSeconds(61), live.get(Option.KEEP_ALIVE_IDLE));
    assertEquals(Duration.ofSeconds(7), live.get(Option.KEEP_ALIVE_INTERVAL));
    assertEquals(4, live.get(Option.KEEP_ALIVE_COUNT));
    assertEquals(Duration.ofSeconds(3), live.get(Option.LINGER));
    assertEquals(0x10, live.get(Option.TRAFFIC_CLASS));
  }

  @Test
  void whatWasChosenBeforeIsThereOnBothSides() throws IOException {
    try (Listener listener = NETWORK.listen(ANY_PORT, CHOSEN);
        Connection client = NETWORK.connect(Endpoint.of(listener.local()), CHOSEN);
        Connection server = listener.accept()) {
      assertChosen(client.options());
      assertChosen(server.options());
    }
  }

  @Test
  void withoutAWordThereIsNoDelayAndNoKeepAlive() throws IOException {
    try (Listener listener = NETWORK.listen(ANY_PORT, Options.none());
        Connection client = NETWORK.connect(Endpoint.of(listener.local()), Options.none());
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
  void bufferSizesAreAtLeastWhatWasAskedFor() throws IOException {
    var sizes = Options.of(Option.RECEIVE_BUFFER, 50_000).with(Option.SEND_BUFFER, 60_000);
    try (Listener listener = NETWORK.listen(ANY_PORT, sizes);
        Connection client = NETWORK.connect(Endpoint.of(listener.local()), sizes)) {
      assertTrue(client.options().get(Option.RECEIVE_BUFFER) >= 50_000);
      assertTrue(client.options().get(Option.SEND_BUFFER) >= 60_000);
      assertTrue(listener.options().get(Option.RECEIVE_BUFFER) >= 50_000);
    }
  }

  @Test
  void listenersMayShareAPortIfAllOfThemWish() throws IOException {
    var shared = Options.of(Option.REUSE_PORT, true);
    try (Listener first = NETWORK.listen(ANY_PORT, shared);
        Listener second = NETWORK.listen(Endpoint.of(first.local()), shared)) {
      assertEquals(first.local(), second.local());
    }
  }

  @Test
  void aUnixSocketHasNoOptionsOfTcp() throws IOException {
    var endpoint = Endpoint.unix(directory.resolve("s").toString());
    try (Listener listener = NETWORK.listen(endpoint, CHOSEN);
        Connection client = NETWORK.connect(endpoint, CHOSEN)) {
      LiveOptions live = client.options();
      assertFalse(live.supports(Option.NO_DELAY));
      assertThrows(UnsupportedOperationException.class, () -> live.get(Option.NO_DELAY));
      assertTrue(listener.isOpen());
    }
  }

  @Test
  void datagramsMayBroadcastIfTheyWish() throws IOException {
    var broadcast = Options.of(Option.BROADCAST, true);
    try (var datagrams = NETWORK.bind(Endpoint.udp("127.0.0.1", 0), broadcast)) {
      assertTrue(datagrams.options().get(Option.BROADCAST));
    }
  }
}
