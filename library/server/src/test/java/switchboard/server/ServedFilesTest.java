package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.net.Connection;
import switchboard.net.FileRange;
import switchboard.net.Network;

/** Handlers that send and receive files. */
class ServedFilesTest {
  private static final int BYTES = 1_000_000;

  @TempDir private Path directory;

  private FileChannel target() throws IOException {
    return FileChannel.open(
        directory.resolve("target"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aServiceTakesAFileAndSendsItBack(Strategy strategy) throws Exception {
    byte[] content = new byte[BYTES];
    new Random(7).nextBytes(content);
    ConnectionHandler service =
        connection -> {
          try (FileChannel file = target()) {
            connection.source().transferTo(FileRange.of(file, 0, BYTES));
          }
          try (var file = FileChannel.open(directory.resolve("target"))) {
            connection.sink().transferFrom(FileRange.of(file));
          }
        };
    try (Server server = Server.builder(service).listen("127.0.0.1:0").strategy(strategy).start();
        Connection caller = Network.system().connect(server.endpoint())) {
      caller.write(ByteBuffer.wrap(content));
      assertArrayEquals(content, caller.source().readAll(BYTES));
    }
  }

  @Test
  void whoDrainsFindsAServiceInTheMiddleOfAFileAndLetsItGoOn() throws Exception {
    var half = new CompletableFuture<FileRange>();
    ConnectionHandler service =
        connection -> {
          try (FileChannel file = target()) {
            var range = FileRange.of(file, 0, BYTES);
            half.complete(range);
            connection.transferTo(range);
          }
        };
    try (Server server = Server.builder(service).listen("127.0.0.1:0").start();
        Connection caller = Network.system().connect(server.endpoint())) {
      caller.write(ByteBuffer.allocate(BYTES / 2));
      FileRange range = half.get(10, TimeUnit.SECONDS);
      Board.await("half of it has come", () -> range.position() == BYTES / 2);
      Thread drain = Thread.startVirtualThread(() -> server.drain(Duration.ofSeconds(20)));
      Board.await("it drains", server::isDraining);
      caller.write(ByteBuffer.allocate(BYTES / 2));
      assertTrue(drain.join(Duration.ofSeconds(10)));
      assertEquals(BYTES, range.position());
    }
  }
}
