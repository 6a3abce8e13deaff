package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.SystemCallException;
import switchboard.net.UnreachableException;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/** Tests failures of the JDK's calls, and the limits of the portable engine. */
class NioFailuresTest {
  private static final Network NETWORK = Network.over(NioContractTest.ENGINE);

  @TempDir private Path directory;

  /** A listening channel whose next calls of accept fail. */
  private static final class Failing extends ServerSocketChannel {
    private final ServerSocketChannel below;
    private int failures;

    Failing(ServerSocketChannel below) {
      super(below.provider());
      this.below = below;
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
      if (failures > 0) {
        failures--;
        throw new IOException("of one caller");
      }
      return below.accept();
    }

    @Override
    public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
      below.bind(local, backlog);
      return this;
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
      below.setOption(name, value);
      return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
      return below.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return below.supportedOptions();
    }

    @Override
    public java.net.ServerSocket socket() {
      return below.socket();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
      return below.getLocalAddress();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      below.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      below.configureBlocking(block);
    }
  }

  @Test
  void anAcceptThatFailsForOneCallerGoesOnWithTheNext() throws Exception {
    var engine = (NioEngine) NioContractTest.ENGINE;
    try (var channel = new Failing(ServerSocketChannel.open())) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      var listener = engine.listener(channel, Options.none(), null);
      for (int failures : new int[] {1, 2, 1000}) {
        try (SocketChannel client = SocketChannel.open(channel.getLocalAddress())) {
          channel.failures = failures;
          StreamHandle accepted = listener.tryAccept();
          assertNotNull(accepted);
          assertEquals(NioAddresses.fromJdk(client.getLocalAddress()), accepted.remote());
          accepted.close();
        }
        channel.failures = failures;
        assertNull(listener.tryAccept());
      }
      channel.failures = Integer.MAX_VALUE;
      var failed = assertInstanceOf(SystemError.class, thrown(listener));
      assertEquals(SystemError.Kind.OTHER, failed.kind());
      assertEquals("of one caller", failed.getMessage());
      channel.failures = 0;
      listener.close();
      var closed = assertInstanceOf(SystemError.class, thrown(listener));
      assertEquals(SystemError.Kind.CLOSED, closed.kind());
    }
  }

  private static IOException thrown(ListenerHandle listener) {
    return assertThrows(IOException.class, listener::tryAccept);
  }

  @Test
  void aPathOfEveryLengthIsTakenOrRefusedInOneSentence() throws Exception {
    String stem = directory + "/";
    for (int length = 100; length <= Address.Unix.PATH_BYTES_MAX; length++) {
      Endpoint path = Endpoint.unix(stem + "x".repeat(length - stem.length()));
      if (length <= 106) {
        try (var listener = NETWORK.listen(path);
            var client = NETWORK.connect(path)) {
          assertEquals(client.remote(), listener.local());
        }
      } else {
        var sentence =
            ": the Unix path has " + length + " bytes; the portable engine allows at most 106";
        var listening = assertThrows(SystemCallException.class, () -> NETWORK.listen(path));
        assertTrue(listening.getMessage().endsWith(sentence), listening.getMessage());
        var connecting = assertThrows(SystemCallException.class, () -> NETWORK.connect(path));
        assertTrue(connecting.getMessage().endsWith(sentence), connecting.getMessage());
      }
    }
  }

  @Test
  void aSocketFileOfAnotherTypeIsNoFullBacklog() throws Exception {
    Path path = directory.resolve("datagrams");
    String python =
        "import socket,sys; s=socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);"
            + " s.bind(sys.argv[1]); print('bound', flush=True); sys.stdin.read()";
    Process other;
    try {
      other = new ProcessBuilder("python3", "-c", python, path.toString()).start();
    } catch (IOException missing) {
      assertFalse(Boolean.getBoolean("switchboard.ci"), missing.getMessage());
      Assumptions.abort(missing.getMessage());
      return;
    }
    try (var said = other.inputReader();
        var _ = Deadline.after(Duration.ofSeconds(10))) {
      assertEquals("bound", said.readLine());
      assertThrows(
          SystemCallException.class, () -> NETWORK.connect(Endpoint.unix(path.toString())));
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void whereNoRouteLeadsIsSaidSo() throws Exception {
    assertEquals(2, OwnHost.run(Routes.class));
  }

  /** Tests that run in the network namespace of {@link OwnHost}. */
  static class Routes {
    @Test
    void aConnectFailsByTheTypeOfTheRoute() {
      for (String host :
          new String[] {OwnHost.BLACKHOLE, OwnHost.UNREACHABLE, OwnHost.WITHOUT_ROUTE}) {
        assertThrows(UnreachableException.class, () -> NETWORK.connect("tcp://" + host + ":1"));
      }
      assertThrows(
          AddressUnavailableException.class,
          () -> NETWORK.connect("tcp://" + OwnHost.PROHIBITED + ":1"));
    }

    @Test
    void aDatagramFailsByTheTypeOfTheRoute() throws IOException {
      try (var socket = NETWORK.bind(Endpoint.parse("udp://0.0.0.0:0"), Options.none())) {
        for (String host :
            new String[] {OwnHost.BLACKHOLE, OwnHost.UNREACHABLE, OwnHost.WITHOUT_ROUTE}) {
          Address target = Address.inet(InetAddress.ofLiteral(host), 1);
          assertThrows(
              UnreachableException.class, () -> socket.send(ByteBuffer.allocate(1), target));
        }
      }
    }
  }
}
