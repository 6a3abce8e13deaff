package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Interest;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.PendingConnect;
import switchboard.net.Readiness;
import switchboard.net.SocketClosedException;

/** Tests races between the user of a socket, its poller and the kernel. */
class NioRacesTest {
  private static final Endpoint ANY_PORT = Endpoint.tcp("127.0.0.1", 0);
  private static final int BYTES = 20 << 20; // far more than the kernel's buffers can contain

  @TempDir Path directory;

  @Test
  void aConnectThatIsFinishedWithoutThePollerLeavesAWorkingWriter() throws Exception {
    Network network = Network.system();
    var waiting = new ArrayList<Connection>();
    try (Listener listener = network.listen(ANY_PORT, Options.of(Option.BACKLOG, 1));
        PendingConnect pending = firstThatStaysPending(listener, waiting)) {
      // Arms the interest in the connect. The kernel retries the connect a second later and
      // completes it.
      pending.onReady(Interest.WRITE, () -> {}).settle();
      for (int i = 0; i < waiting.size(); i++) {
        listener.accept().close();
      }
      try (Connection client = spinUntilConnected(pending);
          Connection server = listener.accept()) {
        var writer = start(() -> client.write(ByteBuffer.allocate(BYTES)));
        server.source().skip(BYTES);
        writer.get(10, TimeUnit.SECONDS);
      }
    } finally {
      waiting.forEach(Connection::close);
    }
  }

  private static PendingConnect firstThatStaysPending(Listener listener, List<Connection> waiting)
      throws IOException {
    while (true) {
      PendingConnect pending = Network.system().startConnect(listener.local());
      try (var _ = Deadline.after(Duration.ofMillis(100))) {
        waiting.add(pending.awaitConnect());
      } catch (DeadlineExceededException backlogIsFull) {
        return pending;
      }
    }
  }

  private static Connection spinUntilConnected(PendingConnect pending) throws IOException {
    @Nullable Connection connection = null;
    while (connection == null) {
      connection = pending.finishConnect();
    }
    return connection;
  }

  private interface Step {
    void run() throws IOException;
  }

  private static FutureTask<Boolean> start(Step step) {
    var task =
        new FutureTask<>(() -> {
          step.run();
          return true;
        });
    Thread.startVirtualThread(task);
    return task;
  }

  @Test
  void aWakeThatThrowsHarmsNobodyElse() throws Exception {
    Network network = Network.system();
    try (Listener listener = network.listen(ANY_PORT);
        Connection client = network.connect(listener.endpoint());
        Connection server = listener.accept();
        var _ = Deadline.after(Duration.ofSeconds(10))) {
      server.onReady(
          Interest.READ,
          () -> {
            throw new IllegalStateException("thrown by the test");
          });
      client.write(ByteBuffer.wrap(new byte[] {1}));
      assertEquals(List.of(server), Readiness.select(List.of(server), List.of()).readable());
      assertEquals(1, server.source().readByte());
    }
  }

  @Test
  void closingTheEngineWakesWhoIsBlocked() throws Exception {
    Network network = Network.over(new NioEngine());
    try (Listener listener = network.listen(ANY_PORT);
        Connection client = network.connect(listener.endpoint());
        Connection server = listener.accept()) {
      var reader =
          start(() ->
              assertThrows(SocketClosedException.class, () -> client.read(ByteBuffer.allocate(1))));
      // after this step the poller watches the connection
      client.onReady(Interest.READ, () -> {}).settle();
      network.close();
      assertTrue(reader.get(10, TimeUnit.SECONDS));
      assertThrows(SocketClosedException.class, () -> server.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aCallerWithANameThatIsNoTextIsServedLikeOthers() throws Exception {
    var where = directory.resolve("listener");
    String odd = "\u00e9".repeat(40); // 80 bytes in UTF-8
    try (Listener listener = Network.system().listen(Endpoint.unix(where.toString()));
        SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX);
        var _ = Deadline.after(Duration.ofSeconds(10))) {
      Path name = directory.resolve(odd);
      if (name.toString().getBytes(StandardCharsets.UTF_8).length <= 107) {
        caller.bind(UnixDomainSocketAddress.of(name));
      }
      caller.connect(UnixDomainSocketAddress.of(where));
      try (Connection server = listener.accept()) {
        assertEquals(1, caller.write(ByteBuffer.wrap(new byte[] {7})));
        assertEquals(7, server.source().readByte());
      }
    }
  }

  @Test
  void aListenerRemovesItsOwnFileAndNoOther() throws Exception {
    Path path = directory.resolve("shared");
    Endpoint endpoint = Endpoint.unix(path.toString());
    Listener first = Network.system().listen(endpoint);
    Files.delete(path);
    try (Listener second = Network.system().listen(endpoint)) {
      first.close();
      assertTrue(Files.exists(path), "the file of " + second);
    }
    assertFalse(Files.exists(path));
  }
}
