package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.transfer.Between.Harm;
import switchboard.transfer.Between.Kind;

/** Tests transfers over a relay that cuts or corrupts the stream at random positions. */
class HarmTest {
  private static final int[] SIZES = {0, 1, 100, 3_000, 40_000};
  private static final int PLACES = 200;
  private static final int EDGE_BYTES = 500;

  @TempDir private Path scratch = Path.of("");
  private final List<OutgoingFile> files = new ArrayList<>();
  private Map<String, byte[]> whole = Map.of();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private long forwardBytes;
  private long backwardBytes;

  /** The result of a transfer that was corrupted. */
  private record Result(Map<String, byte[]> found, List<FailureReason> told, boolean failed) {}

  @BeforeEach
  void sendOnceUnharmed() throws Exception {
    Path from = Files.createDirectory(scratch.resolve("from"));
    for (int size : SIZES) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      files.add(OutgoingFile.of(Files.write(from.resolve("file of " + size), content)));
    }
    whole = Transfers.content(from);
    Result result = send(Harm.NONE);
    assertEquals(whole.keySet(), result.found.keySet());
    assertTrue(forwardBytes > 43_000 && backwardBytes > 200, "it counts " + forwardBytes);
  }

  /**
   * Sends all files through the relay. Returns the received files and the outcomes that the sender
   * has reported.
   */
  private Result send(Harm harm) throws IOException {
    Path into = Files.createTempDirectory(scratch, "into");
    var told = new ArrayList<FailureReason>();
    boolean failed = false;
    var transfers = new Transfers(Inbox.of(into));
    var between = new Between(transfers.network, harm);
    try (transfers;
        between) {
      try (var connection = transfers.network.connect("127.0.0.1:7001")) {
        new FileSender(Transfers.IDLE, transfers.sent).send(connection, files);
      } catch (TransferException e) {
        failed = true;
        told.add(e.reason());
      } catch (IOException e) {
        failed = true;
      }
    }
    forwardBytes = between.passed(true);
    backwardBytes = between.passed(false);
    for (FileOutcome outcome : transfers.sent.outcomes()) {
      if (outcome.failure() != null) {
        told.add(outcome.failure().reason());
      }
    }
    return new Result(Transfers.content(into), told, failed);
  }

  private Harm somewhere(Kind kind, boolean forward) {
    long bytes = forward ? forwardBytes : backwardBytes;
    int edge = (int) Math.min(bytes, EDGE_BYTES);
    long at =
        switch (random.nextInt(3)) {
          case 0 -> random.nextInt(edge);
          case 1 -> bytes - 1 - random.nextInt(edge);
          default -> random.nextLong(bytes);
        };
    return new Harm(kind, forward, at, random.nextInt(8));
  }

  private void assertWhole(Map<String, byte[]> found, Harm harm) {
    found.forEach((name, bytes) -> {
      byte[] original = whole.get(name);
      assertNotNull(original, () -> "'" + name + "' was not removed, " + harm + ", seed " + seed);
      assertArrayEquals(original, bytes, () -> name + ", " + harm + ", seed " + seed);
    });
  }

  @Test
  void aTransferThatIsCutLeavesWholeFilesAndNothingElse() throws Exception {
    long forward = forwardBytes;
    long backward = backwardBytes;
    int less = 0;
    for (int place = 0; place < PLACES; place++) {
      forwardBytes = forward;
      backwardBytes = backward;
      Harm harm = somewhere(place % 2 == 0 ? Kind.RESET : Kind.END, place % 4 < 2);
      Result result = send(harm);
      assertWhole(result.found, harm);
      boolean all = result.found.size() == whole.size();
      assertTrue(
          // if the stream was cut after the last confirmation, all files were stored
          result.failed || all, () -> "the sender reports success: " + harm + ", seed " + seed);
      less += whole.size() - result.found.size();
    }
    assertTrue(less > PLACES, "too few transfers were cut");
  }

  @Test
  void aBitThatIsFlippedOnTheWayIsAlwaysFound() throws Exception {
    long forward = forwardBytes;
    long backward = backwardBytes;
    for (int place = 0; place < PLACES; place++) {
      forwardBytes = forward;
      backwardBytes = backward;
      Harm harm = somewhere(Kind.FLIP, place % 4 < 3);
      Result result = send(harm);
      assertWhole(result.found, harm);
      assertTrue(
          result.told.contains(FailureReason.DAMAGED)
              // the corrupted byte was in BYE, so all files were already stored
              || (!result.failed && result.found.size() == whole.size()),
          () -> harm + " was not detected: " + result.told + ", seed " + seed);
    }
  }
}
