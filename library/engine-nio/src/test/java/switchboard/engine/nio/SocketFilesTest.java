package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Address;
import switchboard.net.spi.support.SocketFiles;

/** Tests that two listeners may try to replace the same stale socket file at the same time. */
class SocketFilesTest {
  @TempDir private Path directory;

  private final CountDownLatch asking = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /**
   * A binding that pauses between two steps of replacing a stale file: after its connect to the
   * file was refused, and before it removes the file.
   */
  private final class Slow implements SocketFiles.Binding {
    private final SocketFiles.Binding below;

    Slow(SocketFiles.Binding below) {
      this.below = below;
    }

    @Override
    public boolean tryBind() throws IOException {
      return below.tryBind();
    }

    @Override
    public boolean isRefused() throws IOException {
      boolean refused = below.isRefused();
      asking.countDown();
      try {
        assertEquals(true, goOn.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return refused;
    }

    @Override
    public void bind() throws IOException {
      below.bind();
    }
  }

  private static void leaveBehind(Path path) throws IOException {
    try (var dying = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dying.bind(UnixDomainSocketAddress.of(path));
    }
  }

  @Test
  void theOneThatIsSlowDoesNotRemoveTheFileOfTheOneThatListensAlready() throws Exception {
    Path path = directory.resolve("socket");
    leaveBehind(path);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    try (var scope = new TestScope();
        var slow = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var quick = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      TestTask<Object> first =
          scope.call(() -> SocketFiles.bind(path, new Slow(new UnixPaths(slow, address, 10))));
      asking.await();
      TestTask<Object> second =
          scope.call(() -> SocketFiles.bind(path, new UnixPaths(quick, address, 10)));
      second.awaitBlocked(); // or has ended
      goOn.countDown();
      Object key = first.result();
      second.failure(BindException.class);
      try (var client = SocketChannel.open(address);
          var accepted = slow.accept()) {
        assertEquals(client.isConnected(), accepted.isConnected());
      }
      SocketFiles.unlink(new Address.Unix(path.toString()), key);
    }
    try (var left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aLockOfOneThatHasDiedIsTaken() throws Exception {
    Path path = directory.resolve("socket");
    Files.createFile(directory.resolve("socket.lock"));
    try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      var binding = new UnixPaths(channel, UnixDomainSocketAddress.of(path), 10);
      Object key = SocketFiles.bind(path, binding);
      try (var there = Files.list(directory)) {
        assertEquals(List.of(path), there.toList());
      }
      SocketFiles.unlink(new Address.Unix(path.toString()), key);
    }
  }

  @Test
  void whereNoLockCanBeMadeBindingSaysWhy() throws Exception {
    Path path = directory.resolve("missing/socket");
    try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      var binding = new UnixPaths(channel, UnixDomainSocketAddress.of(path), 10);
      assertThrows(IOException.class, () -> SocketFiles.bind(path, binding));
    }
  }
}
