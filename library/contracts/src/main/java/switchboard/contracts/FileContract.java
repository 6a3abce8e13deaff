package switchboard.contracts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.contracts.DeadlineContract.Limited;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.FileRange;
import switchboard.net.OutputBrokenException;
import switchboard.net.SocketClosedException;

/**
 * Specifies how the content of files is sent and received over connections, both with zero-copy and
 * with copying in the process. {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface FileContract extends NetworkContract {
  private static FileChannel file(Path directory, byte[] content) throws IOException {
    return FileChannel.open(
        Files.write(directory.resolve("source"), content),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /**
   * Opens a sparse file that occupies no space on the disk and is larger than the buffers of a
   * connection.
   */
  private static FileChannel endless(Path directory) throws IOException {
    FileChannel file = file(directory, new byte[0]);
    file.write(ByteBuffer.allocate(1), TestBytes.MORE_THAN_FITS - 1L);
    return file;
  }

  private static FileChannel empty(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve("target"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static byte[] received(Path directory) throws IOException {
    return Files.readAllBytes(directory.resolve("target"));
  }

  @Test
  default void aFileGoesOverTheConnectionIntoAnother(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(31, 5_000_001);
    try (FileChannel source = file(directory, sent);
        FileChannel target = empty(directory)) {
      TestTask<Long> sender =
          scope.call(() -> {
            long count = pair.client().transferFrom(FileRange.of(source));
            pair.client().shutdownOutput();
            return count;
          });
      assertEquals(sent.length, pair.server().transferTo(FileRange.of(target, 0, Long.MAX_VALUE)));
      assertEquals(sent.length, sender.result());
      assertEquals(0, source.position(), "the transfer does not move the position of the channel");
    }
    assertArrayEquals(sent, received(directory));
  }

  @Test
  default void aPartOfAFileIsSentBetweenOtherBytes(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] content = TestBytes.random(32, 300_000);
    try (FileChannel source = file(directory, content)) {
      TestTask<Boolean> sender =
          scope.start(() -> {
            pair.client().sink().writeText("head");
            pair.client().sink().transferFrom(FileRange.of(source, 1000, 200_000));
            pair.client().sink().transferFrom(FileRange.of(source, 7, 3));
            pair.client().sink().writeText("tail").shutdownOutput();
          });
      byte[] all = TestBytes.readAll(pair.server());
      assertEquals(200_011, all.length);
      assertArrayEquals("head".getBytes(US_ASCII), cut(all, 0, 4));
      assertArrayEquals(cut(content, 1000, 201_000), cut(all, 4, 200_004));
      assertArrayEquals(cut(content, 7, 10), cut(all, 200_004, 200_007));
      sender.result();
    }
  }

  private static byte[] cut(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  @Test
  default void whatComesBehindTheRangeIsLeftForReads(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(33, 100_000);
    TestTask<Boolean> sender =
        scope.start(() -> {
          pair.client().write(ByteBuffer.wrap(sent));
          pair.client().shutdownOutput();
        });
    try (FileChannel target = empty(directory)) {
      assertTrue(pair.server().source().request(10)); // so that the source has buffered some bytes
      var range = FileRange.of(target, 5, 70_000);
      assertEquals(70_000, pair.server().source().transferTo(range));
      assertFalse(range.hasRemaining());
      assertArrayEquals(cut(sent, 70_000, 100_000), pair.server().source().readAll(30_000));
      assertEquals(0, pair.server().source().transferTo(FileRange.of(target, 0, 1)), "at EOF");
    }
    sender.result();
    byte[] file = received(directory);
    assertEquals(70_005, file.length);
    assertArrayEquals(cut(sent, 0, 70_000), cut(file, 5, 70_005));
  }

  @Test
  default void aFileThatIsShorterThanTheRangeIsSentAsFarAsItGoes(
      TestScope scope, @TempDir Path directory) throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] content = TestBytes.random(34, 100_000);
    try (FileChannel source = file(directory, content)) {
      var range = FileRange.of(source, 40_000, 1_000_000);
      TestTask<Long> sender =
          scope.call(() -> {
            long count = pair.client().transferFrom(range);
            pair.client().shutdownOutput();
            return count;
          });
      assertArrayEquals(cut(content, 40_000, 100_000), TestBytes.readAll(pair.server()));
      assertEquals(60_000, sender.result());
      assertEquals(940_000, range.remaining());
    }
  }

  @Test
  default void aSentFileThatIsCutTellsHowFarItCame(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    try (FileChannel source = endless(directory)) {
      FileRange range = FileRange.of(source);
      Limited sender = Limited.start(scope, () -> pair.client().transferFrom(range));
      TestScope.await("some bytes are sent", () -> range.position() > 0);
      DeadlineExceededException cut = sender.expiresNow();
      assertEquals(range.position(), cut.bytesTransferred);
      assertTrue(range.hasRemaining());
      assertThrows(
          OutputBrokenException.class, () -> pair.client().write(ByteBuffer.wrap(new byte[1])));
      pair.client().close();
      assertEquals(range.position(), TestBytes.readAll(pair.server()).length);
    }
  }

  @Test
  default void aReceivedFileThatIsCutLosesNothing(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(35, 100_000);
    pair.client().write(ByteBuffer.wrap(cut(sent, 0, 50_000)));
    try (FileChannel target = empty(directory)) {
      var range = FileRange.of(target, 0, sent.length);
      Limited receiver = Limited.start(scope, () -> pair.server().transferTo(range));
      TestScope.await("half of the file is received", () -> range.position() == 50_000);
      receiver.expiresNow();
      pair.client().write(ByteBuffer.wrap(cut(sent, 50_000, 100_000)));
      assertEquals(50_000, pair.server().transferTo(range));
    }
    assertArrayEquals(sent, received(directory));
  }

  @Test
  default void closeWakesWhoSendsAFile(TestScope scope, @TempDir Path directory) throws Exception {
    TestScope.Pair pair = pair(scope);
    try (FileChannel source = endless(directory)) {
      FileRange range = FileRange.of(source);
      TestTask<Long> sender = scope.call(() -> pair.client().transferFrom(range));
      sender.awaitBlocked();
      pair.client().close();
      sender.failure(SocketClosedException.class);
    }
  }

  @Test
  default void closeWakesWhoReceivesAFile(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    try (FileChannel target = empty(directory)) {
      var range = FileRange.of(target, 0, TestBytes.MORE_THAN_FITS);
      TestTask<Long> receiver = scope.call(() -> pair.server().transferTo(range));
      receiver.awaitBlocked();
      pair.server().close();
      receiver.failure(SocketClosedException.class);
    }
  }

  @Test
  default void aResetEndsATransferEitherWay(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    try (FileChannel source = endless(directory)) {
      FileRange range = FileRange.of(source);
      TestTask<Long> sender = scope.call(() -> pair.client().transferFrom(range));
      sender.awaitBlocked();
      pair.server().abort();
      sender.failure(ConnectionLostException.class);
    }
  }

  @Test
  default void aClosedFileIsTheFilesErrorAndTheConnectionLives(
      TestScope scope, @TempDir Path directory) throws Exception {
    TestScope.Pair pair = pair(scope);
    Connection client = pair.client();
    FileChannel closed = file(directory, new byte[100_000]);
    closed.close();
    var range = FileRange.of(closed, 0, 100_000);
    assertThrows(ClosedChannelException.class, () -> client.transferFrom(range));
    client.write(ByteBuffer.wrap(new byte[] {1}));
    assertArrayEquals(new byte[] {1}, TestBytes.read(pair.server(), 1));
  }

  @Test
  default void aFileOpenedForTheOtherDirectionIsSaidSoAndTheConnectionLives(
      TestScope scope, @TempDir Path directory) throws Exception {
    TestScope.Pair pair = pair(scope);
    Connection client = pair.client();
    Files.write(directory.resolve("source"), new byte[100_000]);
    try (var source = FileChannel.open(directory.resolve("source"));
        FileChannel target = empty(directory)) {
      assertThrows(
          NonReadableChannelException.class,
          () -> client.transferFrom(FileRange.of(target, 0, 100_000)));
      assertThrows(
          NonWritableChannelException.class,
          () -> client.transferTo(FileRange.of(source, 0, 100_000)));
    }
    client.write(ByteBuffer.wrap(new byte[] {1}));
    assertArrayEquals(new byte[] {1}, TestBytes.read(pair.server(), 1));
  }

  @Test
  default void aRangeOfNoBytesReturnsAtOnce(TestScope scope, @TempDir Path directory)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    try (FileChannel target = empty(directory)) {
      assertEquals(0, pair.client().transferTo(FileRange.of(target, 3, 0)));
    }
    try (FileChannel source = file(directory, new byte[3])) {
      assertEquals(0, pair.client().transferFrom(FileRange.of(source, 3, 0)));
      assertEquals(
          0,
          pair.client().transferFrom(FileRange.of(source, 3, 5)),
          "the range starts after the last byte");
    }
  }

  @Test
  default void aNewFileIsFilledByARangeWithoutAnEnd(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(9, 200_000);
    TestTask<?> sender =
        scope.start(() -> {
          pair.client().write(ByteBuffer.wrap(sent));
          pair.client().shutdownOutput();
        });
    Path path = Files.createTempFile("switchboard", "");
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertEquals(sent.length, pair.server().source().transferTo(FileRange.from(file, 0)));
      assertArrayEquals(sent, Files.readAllBytes(path));
    } finally {
      Files.delete(path);
    }
    sender.result();
  }

  @Test
  default void receivingIntoAllOfAnEmptyFileIsRefused(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("not lost"));
    Path path = Files.createTempFile("switchboard", "");
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileRange range = FileRange.of(file);
      assertThrows(IllegalArgumentException.class, () -> pair.server().transferTo(range));
      assertThrows(IllegalArgumentException.class, () -> pair.server().source().transferTo(range));
      assertEquals(0, pair.server().transferFrom(range), "an empty file may be sent");
    } finally {
      Files.delete(path);
    }
    assertEquals("not lost", TestBytes.readText(pair.server(), 8));
  }
}
