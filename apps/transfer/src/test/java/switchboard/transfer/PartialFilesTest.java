package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Address;

/**
 * Tests that partial files of a killed receiver are removed, and that no other files are removed.
 */
class PartialFilesTest {
  @TempDir private Path directory = Path.of("");

  private Path made(String name, int ageSeconds) throws Exception {
    Path path = Files.writeString(directory.resolve(name), "part");
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(ageSeconds)));
    return path;
  }

  @Test
  void whatAKilledReceiverLeftIsRemovedWhenTheNextOneStarts() throws Exception {
    made(".report.txt.0123456789ab.part", 61);
    made(".x.ffffffffffff.part", 100_000);
    Inbox.of(directory);
    assertEquals(List.of(), Transfers.names(directory));
  }

  @Test
  void nothingElseIsTouched() throws Exception {
    made(".new.0123456789ab.part", 5);
    made(".mine.part", 1_000);
    made("report.0123456789ab.part", 1_000);
    made(".report.0123456789ab", 1_000);
    made(".report.0123456789ag.part", 1_000);
    Files.createDirectory(directory.resolve(".d.0123456789ab.part"));
    Path target = made("target", 1_000);
    Files.createSymbolicLink(directory.resolve(".link.0123456789ab.part"), target);
    assertEquals(0, PartialFiles.sweep(directory, Instant.now().plusSeconds(30)));
    assertEquals("part", Files.readString(target));
  }

  @Test
  void whatIsBeingReceivedHereStaysHoweverOldItIs() throws Exception {
    Inbox inbox = Inbox.of(directory);
    try (var incoming = new PartialFile(inbox, FileName.of("slow"), Address.loopback(1), 4)) {
      incoming.write(ByteBuffer.allocate(2));
      assertEquals(0, PartialFiles.sweep(directory, Instant.now().plusSeconds(100_000)));
      incoming.write(ByteBuffer.allocate(2));
      incoming.publish();
    }
    assertEquals(List.of("slow"), Transfers.names(directory));
  }

  @Test
  void whatAnotherProcessReceivesStaysUntilItHasEndedHoweverItEnds() throws Exception {
    Path theirs = made(".theirs.0123456789ab.part", 1_000);
    String program =
        """
        import fcntl, sys
        f = open(sys.argv[1], 'r+')
        fcntl.lockf(f, fcntl.LOCK_EX)
        print('locked', flush=True)
        sys.stdin.read()
        """;
    Process other = new ProcessBuilder("python3", "-c", program, theirs.toString()).start();
    try {
      assertEquals("locked", other.inputReader().readLine());
      assertEquals(0, PartialFiles.sweep(directory, Instant.now()));
    } finally {
      other.destroyForcibly();
    }
    assertTrue(other.waitFor(20, TimeUnit.SECONDS));
    assertEquals(1, PartialFiles.sweep(directory, Instant.now()));
    assertEquals(List.of(), Transfers.names(directory));
  }

  @Test
  void aReceiverLocksWhatItReceives() throws Exception {
    Inbox inbox = Inbox.of(directory);
    try (var incoming = new PartialFile(inbox, FileName.of("slow"), Address.loopback(1), 4)) {
      incoming.write(ByteBuffer.allocate(2));
      String hidden = hidden();
      String program =
          """
          import fcntl, sys
          f = open(sys.argv[1], 'r+')
          try:
            fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
            print('free')
          except OSError:
            print('in use')
          """;
      Process other = new ProcessBuilder("python3", "-c", program, hidden).start();
      assertEquals("in use", other.inputReader().readLine());
    }
  }

  private String hidden() throws Exception {
    try (var paths = Files.newDirectoryStream(directory, ".slow.*.part")) {
      return paths.iterator().next().toString();
    }
  }

  @Test
  void theSweepOpensNothingThatThisProcessReceives() throws Exception {
    Path path = directory.resolve(".own.0123456789ab.part");
    try (FileChannel own =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      PartialFiles.hold(path, own);
      assertEquals(0, PartialFiles.sweep(directory, Instant.now().plusSeconds(100_000)));
    } finally {
      PartialFiles.release(path);
    }
    assertEquals(1, PartialFiles.sweep(directory, Instant.now().plusSeconds(100_000)));
  }
}
