package switchboard.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.frames.SendQueue.Overflow;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.internal.MemoryBudget;
import switchboard.testkit.MemoryEngine;

/** A send queue in a separate JVM that runs out of memory while messages are offered. */
class SmallHeapTest {
  private static final int OFFERS_MAX = 1_000_000;
  private static final int ERRORS = 8;
  private static final int BALLAST_BYTES = 4 * 1024 * 1024;
  private static final Codec<String> LINES = Codec.lines().max(4, Size.KIB);

  /** Released when memory has run out, so that the test can continue. */
  private static final AtomicReference<byte @Nullable []> BALLAST = new AtomicReference<>();

  @Test
  void anOfferThatRunsOutOfMemoryTakesNothingAndHarmsNothing() throws Exception {
    String classes =
        Stream.of(
                SmallHeapTest.class,
                SendQueue.class,
                TestScope.class,
                MemoryEngine.class,
                Network.class,
                Test.class)
            .map(SmallHeapTest::place)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    Process forked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                SmallHeapTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(forked.getInputStream().readAllBytes(), UTF_8);
    forked.waitFor(TestScope.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals("all is well", said.strip());
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The main class of the JVM with the small heap. */
  public static void main(String[] arguments) throws Exception {
    BALLAST.set(new byte[BALLAST_BYTES]);
    var budget = new MemoryBudget(1L << 40);
    var bounds = new SendQueue.Bounds(Integer.MAX_VALUE, Overflow.DROP, budget);
    try (var scope = new TestScope()) {
      TestScope.Pair pair =
          scope.pair(Network.over(new MemoryEngine(4096)), Endpoint.tcp("127.0.0.1", 0));
      var queue = new SendQueue<>(pair.server(), LINES, bounds);
      BitSet taken = offerUntilMemoryIsShort(queue);
      BALLAST.set(null);
      require(!queue.isFailed(), "it was lost: " + queue.failure());
      for (int i = taken.nextSetBit(0); i >= 0; i = taken.nextSetBit(i + 1)) {
        String line = LINES.read(pair.client().source());
        require(line != null && line.strip().equals("" + i), "instead of " + i + " came " + line);
      }
      queue.awaitSent();
      require(queue.offer("goes on"), "it takes nothing more");
      require("goes on".equals(LINES.read(pair.client().source())), "the next one is not sent");
      queue.awaitSent();
      require(budget.chargedBytes() == 0, "not released: " + budget);
    }
    System.out.println("all is well");
  }

  private static BitSet offerUntilMemoryIsShort(SendQueue<String> queue) {
    var taken = new BitSet(OFFERS_MAX);
    int errors = 0;
    for (int i = 0; i < OFFERS_MAX && errors < ERRORS; i++) {
      try {
        if (queue.offer(" ".repeat(i % 3500) + i)) {
          taken.set(i);
        }
      } catch (OutOfMemoryError shortOfMemory) {
        errors++;
      }
    }
    require(errors == ERRORS, "there was enough memory");
    return taken;
  }

  private static void require(boolean kept, String what) {
    if (!kept) {
      throw new AssertionError(what);
    }
  }
}
