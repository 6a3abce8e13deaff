package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Address;

/** Tests full disks, directories that are not writable, and source files that change. */
class StorageTest {
  @TempDir private Path scratch = Path.of("");
  private Path into = Path.of("");
  private OutgoingFile small = new OutgoingFile(Path.of(""), "");
  private OutgoingFile large = small;

  @BeforeEach
  void makeFiles() throws IOException {
    into = Files.createDirectory(scratch.resolve("into"));
    small = OutgoingFile.of(Files.write(scratch.resolve("small"), new byte[100]));
    large = OutgoingFile.of(Files.write(scratch.resolve("large"), new byte[2_000_000]));
  }

  private String failure(Transfers transfers, FailureReason reason) {
    var failed = transfers.sent.outcomes().stream().filter(each -> !each.isDone()).toList();
    assertEquals(1, failed.size(), transfers.sent.told()::toString);
    TransferException failure = failed.getFirst().failure();
    assertEquals(reason, failure.reason());
    assertEquals(transfers.sent.told(), transfers.received.told());
    return failure.getMessage();
  }

  /** A channel that accepts a limited number of bytes. */
  private record Limited(SeekableByteChannel below, long bytesMax) implements SeekableByteChannel {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (below.size() + bytes.remaining() > bytesMax) {
        throw new IOException("No space left on device");
      }
      return below.write(bytes);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return below.read(target);
    }

    @Override
    public long position() throws IOException {
      return below.position();
    }

    @Override
    public SeekableByteChannel position(long at) throws IOException {
      below.position(at);
      return this;
    }

    @Override
    public long size() throws IOException {
      return below.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      below.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return below.isOpen();
    }

    @Override
    public void close() throws IOException {
      below.close();
    }
  }

  @Test
  void aDiskThatGetsFullEndsThatFileAndNoOther() throws Exception {
    Storage full =
        new Storage() {
          @Override
          public SeekableByteChannel create(Path path) throws IOException {
            return new Limited(Storage.super.create(path), 700_000);
          }
        };
    try (var transfers = new Transfers(Inbox.of(into).storedBy(full))) {
      transfers.send(large, small);
      assertEquals(
          "'large' cannot be stored: No space left on device",
          failure(transfers, FailureReason.STORAGE));
    }
    assertEquals(List.of("small"), Transfers.names(into));
  }

  /** Records the order of the operations of an inbox. */
  private static class Recording implements Storage {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Path directory;

    Recording(Path directory) {
      this.directory = directory;
    }

    @Override
    public void sync(SeekableByteChannel file) throws IOException {
      asked.add("fsync of a file of " + file.size());
      Storage.super.sync(file);
    }

    @Override
    public void publish(Path whole, Path name) throws IOException {
      asked.add("name");
      Storage.super.publish(whole, name);
    }

    @Override
    public void replace(Path whole, Path name) throws IOException {
      asked.add("name");
      Storage.super.replace(whole, name);
    }

    @Override
    public void syncDirectory(Path synced) throws IOException {
      asked.add(synced.equals(directory) ? "fsync of the directory" : "fsync elsewhere");
      Storage.super.syncDirectory(synced);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileIsOnTheDiskBeforeItsNameIsAndBothBeforeItIsConfirmed(boolean overwriting)
      throws Exception {
    Inbox inbox = Inbox.of(into);
    var recording = new Recording(inbox.directory());
    inbox = (overwriting ? inbox.overwriting() : inbox).storedBy(recording);
    try (var transfers = new Transfers(inbox)) {
      transfers.send(small);
      assertEquals(
          List.of("fsync of a file of 100", "name", "fsync of the directory"), recording.asked);
    }
  }

  @Test
  void aFileThatCannotBeSyncedIsNotConfirmedAndLeavesNothing() throws Exception {
    Storage broken =
        new Storage() {
          @Override
          public void sync(SeekableByteChannel file) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    try (var transfers = new Transfers(Inbox.of(into).storedBy(broken))) {
      transfers.send(small);
      assertEquals(
          "'small' cannot be stored: Input/output error",
          failure(transfers, FailureReason.STORAGE));
    }
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void aDirectoryThatCannotBeSyncedKeepsTheFileThatWasConfirmed() throws Exception {
    Storage unable =
        new Storage() {
          @Override
          public void syncDirectory(Path directory) throws IOException {
            throw new IOException("Invalid argument");
          }
        };
    try (var transfers = new Transfers(Inbox.of(into).storedBy(unable))) {
      transfers.send(small);
      assertTrue(transfers.sent.outcomes().getFirst().isDone());
    }
    assertEquals(List.of("small"), Transfers.names(into));
  }

  @Test
  void aFileThatDoesNotTellItsSizeIsRefusedAndAnEmptyOneIsSent() throws Exception {
    OutgoingFile sizeless = OutgoingFile.of(Path.of("/proc/self/status"));
    OutgoingFile empty = OutgoingFile.of(Files.createFile(scratch.resolve("empty")));
    try (var transfers = new Transfers(Inbox.of(into))) {
      transfers.send(sizeless, empty, small);
      var outcomes = transfers.sent.outcomes();
      var refused = outcomes.stream().filter(each -> !each.isDone()).toList();
      assertEquals(1, refused.size(), transfers.sent.told()::toString);
      assertEquals(
          "'/proc/self/status' does not report its size; copy it to a regular file with cat, and"
              + " send that",
          refused.getFirst().failure().getMessage());
    }
    assertEquals(List.of("empty", "small"), Transfers.names(into));
  }

  @Test
  void aDirectoryThatBecomesUnwritableEndsEachFileInASentence() throws Exception {
    Storage forbidden =
        new Storage() {
          @Override
          public SeekableByteChannel create(Path path) throws IOException {
            throw new AccessDeniedException(path.toString());
          }
        };
    try (var transfers = new Transfers(Inbox.of(into).storedBy(forbidden))) {
      transfers.send(small);
      String sentence = failure(transfers, FailureReason.STORAGE);
      assertEquals("'small' cannot be stored: permission denied", sentence);
    }
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void whatHasNoRoomIsRefusedBeforeItIsSent() throws Exception {
    Storage scarce =
        new Storage() {
          @Override
          public long usableBytes(Path directory) {
            return 1_000_000;
          }
        };
    try (var transfers = new Transfers(Inbox.of(into).storedBy(scarce))) {
      transfers.send(large, small);
      String sentence = failure(transfers, FailureReason.TOO_LARGE);
      assertEquals("not enough disk space for 2000000 bytes: 1000000 are free", sentence);
    }
  }

  @Test
  void theRoomThatWasPromisedToOneFileIsNotPromisedToAnother() throws Exception {
    Storage scarce =
        new Storage() {
          @Override
          public long usableBytes(Path directory) {
            return 150;
          }
        };
    Inbox inbox = Inbox.of(into).storedBy(scarce).limits(InboxLimits.standard().diskShare(100));
    var visit = new InboxSession(inbox, Address.loopback(1));
    try (var first = visit.take(FileName.of("first"), 100)) {
      assertThrows(TransferException.class, () -> visit.take(FileName.of("second"), 100));
      first.write(ByteBuffer.allocate(60));
      visit.take(FileName.of("second"), 100).close();
    }
    visit.take(FileName.of("second"), 150).close();
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    try (var transfers =
        new Transfers(Inbox.of(into).limits(InboxLimits.standard().fileBytes(1000)))) {
      transfers.send(small, large);
      String sentence = failure(transfers, FailureReason.TOO_LARGE);
      assertEquals("file too large: 2000000 bytes; the limit is 1000", sentence);
    }
    assertEquals(List.of("small"), Transfers.names(into));
  }

  /** Sends a file, and changes the size of the source file after its first bytes were sent. */
  private Map<String, byte[]> sentWhile(Transfers transfers, long becomes) throws IOException {
    Path source = large.path();
    var changing =
        new TransferListener() {
          private boolean changed;

          @Override
          public void onProgress(String name, long bytes, long size) {
            if (!changed) {
              changed = true;
              try (var channel =
                  Files.newByteChannel(source, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(becomes);
                channel.position(Math.max(becomes - 1, 0));
                channel.write(ByteBuffer.allocate(1));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          }

          @Override
          public void onFileEnd(FileOutcome outcome) {
            transfers.sent.onFileEnd(outcome);
          }
        };
    try (transfers;
        var connection = transfers.network.connect("127.0.0.1:7000")) {
      new FileSender(Transfers.IDLE, changing).send(connection, List.of(large, small));
    }
    return Transfers.content(into);
  }

  @Test
  void aSourceThatShrinksIsAbandonedAndTheNextOneSent() throws Exception {
    var transfers = new Transfers(Inbox.of(into));
    assertEquals(java.util.Set.of("small"), sentWhile(transfers, 1_000_000).keySet());
    assertEquals(
        "'large' shrank from 2000000 to 1000000 bytes while it was sent",
        failure(transfers, FailureReason.SOURCE));
  }

  @Test
  void ofASourceThatGrowsOnlyWhatWasAnnouncedIsSent() throws Exception {
    var found = sentWhile(new Transfers(Inbox.of(into)), 3_000_000);
    assertArrayEquals(new byte[2_000_000], found.get("large"));
    assertEquals(2, found.size());
  }

  @Test
  void aSourceThatIsGoneIsToldAndTheNextOneSent() throws Exception {
    var gone = new OutgoingFile(scratch.resolve("gone"), "gone");
    try (var transfers = new Transfers(Inbox.of(into))) {
      transfers.send(gone, small);
      assertEquals(Map.of("gone", "SOURCE", "small", "done"), transfers.sent.told());
    }
  }

  @Test
  void anInboxIsADirectoryThatCanBeWritten() {
    var none = assertThrows(TransferException.class, () -> Inbox.of(scratch.resolve("none")));
    assertTrue(none.getMessage().endsWith("does not exist"), none.getMessage());
    var file = assertThrows(TransferException.class, () -> Inbox.of(small.path()));
    assertTrue(file.getMessage().endsWith("is not a directory"), file.getMessage());
  }
}
