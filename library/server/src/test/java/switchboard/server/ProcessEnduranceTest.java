package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestMatrix;
import switchboard.contracts.TestScope;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;

/** A thousand calls, ten at a time, whose programs exit before, after or with the peer. */
@Tag("slow")
class ProcessEnduranceTest {
  private static final int CALLERS = TestMatrix.isComplete() ? 1_000 : 400;
  private static final int AT_ONCE = 10;
  private static final int BYTES_MAX = 60_000;
  private static final int HEAD_BYTES = 1_000;

  private final Board board = new Board(Board.Place.TCP4);

  /** The programs; they differ in when they write and when they exit. */
  private enum Kind {
    /** Echoes bytes immediately. */
    ECHO("cat"),
    /** Writes only after EOF. */
    COUNT("wc|-c"),
    /** Exits after a few bytes. */
    HEAD("head|-c|" + HEAD_BYTES),
    /** Closes its output first. */
    DEAF("sh|-c|exec >&-; exec cat >/dev/null");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    byte[] answer(byte[] said) {
      return switch (this) {
        case ECHO -> said;
        case COUNT -> (said.length + "\n").getBytes(StandardCharsets.US_ASCII);
        case HEAD -> Arrays.copyOf(said, Math.min(said.length, HEAD_BYTES));
        case DEAF -> new byte[0];
      };
    }
  }

  @Test
  void noByteIsLostAndNoProgramLeft() throws Exception {
    long children = ProcessHandle.current().children().count();
    var services = new ArrayList<ProcessHandler>();
    var servers = new EnumMap<Kind, Server>(Kind.class);
    for (Kind kind : Kind.values()) {
      var service = ProcessHandler.of(kind.words.split("[|]", -1));
      services.add(service);
      servers.put(kind, board.start(ProcessServer.builder(service)));
    }
    var next = new AtomicInteger();
    var answered = new AtomicInteger();
    Callable<Boolean> calling =
        () -> {
          for (int seed = next.getAndIncrement(); seed < CALLERS; seed = next.getAndIncrement()) {
            call(servers, seed, answered);
          }
          return true;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each :
          threads.invokeAll(Collections.nCopies(AT_ONCE, calling), 2, TimeUnit.MINUTES)) {
        assertTrue(each.get());
      }
    } finally {
      board.close();
    }
    assertTrue(answered.get() > CALLERS * 2 / 3);
    assertTrue(services.stream().allMatch(service -> service.started() > CALLERS / 8));
    Board.await("no child is left", () -> ProcessHandle.current().children().count() == children);
    assertEquals(List.of(), zombies());
  }

  private void call(Map<Kind, Server> servers, int seed, AtomicInteger answered) throws Exception {
    var random = new SplittableRandom(seed);
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    byte[] said = new byte[random.nextInt(BYTES_MAX)];
    random.nextBytes(said);
    boolean resets = random.nextInt(5) == 0;
    try (var _ = Deadline.after(TestScope.LIMIT);
        Connection caller =
            board.network().connect(Objects.requireNonNull(servers.get(kind)).endpoint())) {
      Thread talking = Thread.ofVirtual().start(() -> talk(caller, said, random, resets));
      byte[] heard = hear(caller, resets);
      talking.join();
      if (!resets) {
        assertArrayEquals(kind.answer(said), heard);
        answered.incrementAndGet();
      }
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + ": " + kind + ", " + said.length + " bytes", e);
    }
  }

  private static void talk(
      Connection caller, byte[] said, SplittableRandom random, boolean resets) {
    try {
      int until = resets ? random.nextInt(said.length + 1) : said.length;
      for (int at = 0; at < until; ) {
        int count = Math.min(until - at, 1 + random.nextInt(20_000));
        caller.write(ByteBuffer.wrap(said, at, count));
        at += count;
      }
      if (resets) {
        caller.abort();
      } else {
        caller.shutdownOutput();
      }
    } catch (IOException enough) {
      // The program has already exited, but its output must be complete.
    }
  }

  private static byte[] hear(Connection caller, boolean resets) throws IOException {
    try {
      return caller.source().readAll(BYTES_MAX);
    } catch (IOException e) {
      if (resets || e instanceof ConnectionLostException) {
        return caller
            .source()
            .peek(BYTES_MAX); // bytes that arrived before a reset are still buffered
      }
      throw e;
    }
  }

  /** Returns the number of zombie children (proc(5)). */
  private static List<String> zombies() throws IOException {
    String parent = " Z " + ProcessHandle.current().pid() + " ";
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      var found = new ArrayList<String>();
      for (Path process : processes) {
        try {
          String line = Files.readString(process.resolve("stat"));
          if (line.contains(parent)) {
            found.add(line);
          }
        } catch (IOException gone) {
          // The process has exited in the meantime.
        }
      }
      return found;
    }
  }
}
