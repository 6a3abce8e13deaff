package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.FileRange;
import switchboard.net.OperationInterruptedException;
import switchboard.net.OutputBrokenException;
import switchboard.net.SocketClosedException;

/**
 * Requires that an interrupt ends a file transfer but does not close the file channel, because
 * other threads may use the same channel. The JDK itself closes a file channel when a thread is
 * interrupted in an operation on the channel ({@link java.nio.channels.InterruptibleChannel}).
 * {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface FileInterruptionContract extends NetworkContract {
  /** Sizes around the threshold above which an engine may bypass the JDK's file channel. */
  List<Integer> SIZES = List.of(1, 1000, 32 * 1024 - 1, 32 * 1024, 64 * 1024 + 1, 1_500_000);

  private static FileChannel shared(Path directory) throws IOException {
    Path file = Files.write(directory.resolve("shared"), TestBytes.random(41, 2_000_000));
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Test
  default void anInterruptedThreadMovesNothingAndTheFileStaysOpen(
      TestScope scope, @TempDir Path directory) throws Exception {
    TestScope.Pair pair = pair(scope);
    try (FileChannel file = shared(directory)) {
      for (int size : SIZES) {
        TestTask<Boolean> interrupted =
            scope.start(() -> {
              Thread.currentThread().interrupt();
              assertEquals(2_000_000, FileRange.of(file).remaining());
              FileRange range = FileRange.of(file, 0, size);
              assertThrows(
                  OperationInterruptedException.class, () -> pair.client().transferFrom(range));
              assertThrows(
                  OperationInterruptedException.class, () -> pair.server().transferTo(range));
              assertEquals(0, range.position());
              assertTrue(Thread.currentThread().isInterrupted());
            });
        interrupted.result();
        assertTrue(file.isOpen());
      }
    }
  }

  @Test
  default void interruptionAtAnyMomentLeavesAFileOpenThatManySend(
      TestScope scope, @TempDir Path directory) throws Exception {
    long seed = System.nanoTime();
    try (FileChannel file = shared(directory)) {
      storm(
          scope, seed, (connection, size) -> connection.transferFrom(FileRange.of(file, 0, size)));
      assertTrue(file.isOpen(), () -> "seed " + seed);
      assertEquals(1, file.read(ByteBuffer.allocate(1), 0));
    }
  }

  @Test
  default void interruptionAtAnyMomentLeavesAFileOpenThatManyFill(
      TestScope scope, @TempDir Path directory) throws Exception {
    long seed = System.nanoTime();
    try (FileChannel file = shared(directory)) {
      storm(scope, seed, (connection, size) -> connection.transferTo(FileRange.of(file, 0, size)));
      assertTrue(file.isOpen(), () -> "seed " + seed);
      assertEquals(1, file.read(ByteBuffer.allocate(1), 0));
    }
  }

  /** Transfers a part of a file. */
  interface Move {
    /**
     * Transfers {@code size} bytes.
     *
     * @param connection the connection to send to or receive from
     * @param size the number of bytes
     * @throws IOException if an I/O error occurs
     */
    void by(Connection connection, int size) throws IOException;
  }

  /**
   * Runs a thread that transfers bytes, and interrupts it at random times until the connection
   * fails.
   */
  private void storm(TestScope scope, long seed, Move move) throws Exception {
    var random = new SplittableRandom(seed);
    int rounds = Boolean.getBoolean("switchboard.long") ? 1_000 : 40;
    for (int round = 0; round < rounds; round++) {
      TestScope.Pair pair = pair(scope);
      scope.start(() -> dropAll(pair.server()));
      scope.start(() -> sendAll(pair.server()));
      SplittableRandom sizes = random.split();
      TestTask<Boolean> mover = scope.start(() -> moveAgainAndAgain(pair.client(), sizes, move));
      for (int i = 0; i < 50 && !mover.isDone(); i++) {
        mover.thread().interrupt();
        for (int spin = random.nextInt(5_000); spin > 0; spin--) {
          Thread.onSpinWait();
        }
      }
      pair.client().close();
      pair.server().close();
      assertTrue(mover.result(), () -> "seed " + seed);
    }
  }

  /**
   * Repeats transfers until the connection is closed, or its output is broken. An interrupted write
   * can break the output.
   */
  private static void moveAgainAndAgain(Connection connection, SplittableRandom sizes, Move move)
      throws IOException {
    boolean open = true;
    while (open) {
      try {
        move.by(connection, SIZES.get(sizes.nextInt(SIZES.size())));
      } catch (OperationInterruptedException interrupted) {
        var _ = Thread.interrupted();
      } catch (OutputBrokenException | SocketClosedException | ConnectionLostException ended) {
        open = false;
      }
    }
  }

  private static void dropAll(Connection connection) {
    try {
      TestBytes.readAll(connection);
    } catch (IOException ended) {
      assertTrue(connection.remote() != null);
    }
  }

  private static void sendAll(Connection connection) {
    try {
      TestBytes.writeWithoutEnd(connection);
    } catch (IOException ended) {
      assertTrue(connection.remote() != null);
    }
  }
}
