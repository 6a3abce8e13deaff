package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.testkit.MemoryEngine;

/**
 * Tests deadlines of one thread that also apply on other threads: adopted, propagated and inherited
 * deadlines.
 */
class DeadlineThreadsTest implements NetworkContract {
  private final Network network = MemoryEngine.network();

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Endpoint listenEndpoint() {
    return Endpoint.tcp("127.0.0.1", 0);
  }

  private static Duration limit() {
    return Objects.requireNonNull(Deadline.current()).remaining();
  }

  @Test
  void anAdoptedDeadlineThatExpiresWakesTheThreadThatHasAdoptedIt(TestScope scope)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    try (Deadline limit = Deadline.never()) {
      TestTask<Integer> child =
          scope.call(() -> {
            try (var _ = limit.adopt()) {
              return pair.client().read(ByteBuffer.allocate(1));
            }
          });
      child.awaitBlocked();
      limit.expireNow();
      child.failure(DeadlineExceededException.class);
    }
  }

  @Test
  void aDeadlineThatIsResetMovesTheLimitOfThoseWhoHaveAdoptedIt(TestScope scope) throws Exception {
    try (Deadline limit = Deadline.after(Duration.ofHours(1))) {
      TestTask<Duration> late =
          scope.call(() -> {
            try (var _ = limit.adopt()) {
              limit.resetAfter(Duration.ofMinutes(1));
              return limit();
            }
          });
      assertTrue(late.result().compareTo(Duration.ofMinutes(1)) <= 0);
    }
  }

  @Test
  void theEarliestOfOwnAndAdoptedDeadlinesWins(TestScope scope) throws Exception {
    try (Deadline limit = Deadline.after(Duration.ofMinutes(10))) {
      scope
          .start(() -> {
            try (var _ = Deadline.after(Duration.ofHours(1));
                var _ = limit.adopt()) {
              assertTrue(limit().compareTo(Duration.ofMinutes(10)) <= 0);
              try (var _ = Deadline.after(Duration.ofMinutes(1))) {
                assertTrue(limit().compareTo(Duration.ofMinutes(1)) <= 0);
              }
            }
            assertNull(Deadline.current());
          })
          .result();
    }
  }

  @Test
  void anAdoptedDeadlineHoldsAlsoOnceItsOwnerHasClosedIt(TestScope scope) throws Exception {
    Deadline limit = Deadline.after(Duration.ofMinutes(1));
    limit.close();
    scope
        .start(() -> {
          try (var _ = limit.adopt()) {
            assertTrue(limit().compareTo(Duration.ofMinutes(1)) <= 0);
          }
        })
        .result();
  }

  @Test
  void aPropagatedTaskRunsUnderTheDeadlineOfWhoeverMadeIt(TestScope scope) throws Exception {
    Deadline ofTheCase = Deadline.current();
    TestScope.Pair pair = pair(scope);
    try (Deadline limit = Deadline.never()) {
      TestTask<Integer> child =
          scope.call(Deadline.propagate(() -> pair.client().read(ByteBuffer.allocate(1))));
      child.awaitBlocked();
      limit.expireNow();
      child.failure(DeadlineExceededException.class);
    }
    assertSame(ofTheCase, Deadline.current());
  }

  @Test
  void anExecutorPropagatesTheDeadlineOfWhoeverHandsItATask(TestScope scope) throws Exception {
    var seen = new AtomicReference<Duration>();
    try (var _ = Deadline.after(Duration.ofMinutes(1))) {
      Deadline.propagate(
              (Runnable task) -> {
                try {
                  scope.start(task::run).result();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              })
          .execute(() -> seen.set(limit()));
    }
    assertTrue(Objects.requireNonNull(seen.get()).compareTo(Duration.ofMinutes(1)) <= 0);
  }

  @Test
  void theLambdaFormLimitsAndEnds(TestScope scope) throws Exception {
    Deadline ofTheCase = Deadline.current();
    TestScope.Pair pair = pair(scope);
    assertThrows(
        DeadlineExceededException.class,
        () -> Deadline.callWithin(Duration.ZERO, () -> pair.client().read(ByteBuffer.allocate(1))));
    assertEquals(7, Deadline.<Integer, RuntimeException>callWithin(Duration.ofSeconds(1), () -> 7));
    Deadline.runWithin(Duration.ofSeconds(1), () -> assertTrue(limit().isPositive()));
    assertSame(ofTheCase, Deadline.current());
  }

  @Test
  void theForksOfAStructuredTaskScopeInheritTheLambdaForm(@TempDir Path scratch)
      throws IOException, InterruptedException {
    // StructuredTaskScope is a preview API of JDK 25. Preview features are enabled only in this
    // separate program.
    Path program = scratch.resolve("Structured.java");
    Files.writeString(
        program,
        """
        import java.time.Duration;
        import java.util.concurrent.StructuredTaskScope;
        import switchboard.net.*;
        import switchboard.testkit.MemoryEngine;

        class Structured {
          public static void main(String[] arguments) throws Exception {
            try (var network = MemoryEngine.network();
                var listener = network.listen("tcp://127.0.0.1:0");
                var connection = network.connect(listener.endpoint())) {
              Deadline.callWithin(Duration.ofMillis(50), () -> {
                try (var scope = StructuredTaskScope.open()) {
                  var fork = scope.fork(() -> connection.source().readByte());
                  try {
                    scope.join();
                  } catch (StructuredTaskScope.FailedException failed) {
                    System.out.println(failed.getCause().getClass().getSimpleName());
                  }
                }
                return null;
              });
            }
          }
        }
        """);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-preview",
                "--source",
                String.valueOf(Runtime.version().feature()),
                "-cp",
                System.getProperty("java.class.path"),
                program.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, child.waitFor(), output);
    assertTrue(output.contains("DeadlineExceededException"), output);
  }
}
