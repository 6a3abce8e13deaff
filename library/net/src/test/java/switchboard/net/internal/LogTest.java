package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Ticker;

/**
 * Tests that lines reach the logger, escaped and limited in rate, and that a logger that blocks or
 * throws an exception does not affect the threads that log.
 */
class LogTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Ticks ticks = new Ticks();
  private final Sink sink = new Sink("switchboard.net.test");
  private final Log log = Log.named("switchboard.net.test", ticks);

  @AfterEach
  void close() {
    sink.close();
  }

  /** A clock that the test advances. */
  private static final class Ticks implements Ticker {
    private final AtomicLong now = new AtomicLong();

    void pass(Duration time) {
      now.addAndGet(time.toNanos());
    }

    @Override
    public long nanos() {
      return now.get();
    }

    @Override
    public void park(Object blocker, long nanosMax) {
      LockSupport.parkNanos(blocker, 1_000_000);
    }
  }

  /** A handler of java.util.logging that runs a function of the test for each line. */
  private static final class Sink extends Handler {
    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private volatile Consumer<LogRecord> then = _ -> {};

    Sink(String name) {
      logger = Logger.getLogger(name);
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      then.accept(line);
      records.add(line);
    }

    List<String> texts() {
      assertTrue(Log.flush(LIMIT), "the logger has not accepted all lines");
      return records.stream().map(LogRecord::getMessage).toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      then = _ -> {};
      logger.removeHandler(this);
    }
  }

  private static void await(String what, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "timed out; expected: " + what);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aTemplateIsFilledAndWhatAPeerSaysIsEscaped() {
    log.write(Level.WARNING, "#{} of {}: {}", 42, "\u001b[31mred\r\n2026 forged", "{} 'x' {0}");
    assertEquals(List.of("#42 of \u241b[31mred\u240d\u240a2026 forged: {} 'x' {0}"), sink.texts());
  }

  @Test
  void aLineIsNoLongerThanAnybodyReads() {
    for (int length : new int[] {1998, 1999, 2000, 2001, 1_000_000}) {
      log.write(Level.WARNING, "{}", "a".repeat(length));
      int kept = Math.min(length, 2001);
      assertEquals(kept, sink.texts().getLast().length(), "for length " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "a\nb", "a\rb", "\u0000", "\u202e", "\u0085", "\u2028"})
  void anExceptionThatQuotesAPeerIsShownEscapedWithItsCauses(String hostile) {
    var cause = new IOException("cause " + hostile);
    cause.addSuppressed(new IOException("suppressed " + hostile));
    log.write(Level.WARNING, new IllegalStateException("outer " + hostile, cause), "failed");
    assertEquals(1, sink.texts().size());
    Throwable thrown = sink.records.getFirst().getThrown();
    var shown = new StringWriter();
    thrown.printStackTrace(new PrintWriter(shown, true));
    for (String line : shown.toString().split(System.lineSeparator(), -1)) {
      String left = line.replace("\t", "");
      assertEquals(switchboard.net.internal.TerminalText.escape(left), left);
    }
    assertTrue(shown.toString().contains("java.lang.IllegalStateException: outer "));
    assertTrue(shown.toString().contains("Caused by: java.io.IOException: cause "));
    assertTrue(shown.toString().contains("Suppressed: java.io.IOException: suppressed "));
    assertTrue(shown.toString().contains("at switchboard.net"), "stack trace");
  }

  @Test
  void anExceptionThatQuotesNobodyIsTheOneThatWasThrown() {
    var harmless = new IllegalStateException("harmless", new IOException());
    log.write(Level.WARNING, harmless, "failed");
    assertEquals(1, sink.texts().size());
    assertEquals(harmless, sink.records.getFirst().getThrown());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 11, 500})
  void tenOfAKindAreLoggedAtOnceAndTheOthersCountedWhenItCalms(int lines) {
    for (int i = 0; i < lines; i++) {
      log.write(Level.WARNING, "a bad peer: {}", i);
    }
    int logged = Math.min(lines, 10);
    assertEquals(logged, sink.texts().size());
    ticks.pass(Duration.ofMillis(999));
    if (lines > logged) {
      ticks.pass(Duration.ofMillis(1));
      await("it says how many more", () -> sink.texts().size() == logged + 1);
      assertEquals((lines - 10) + " more of these: a bad peer: {}", sink.texts().getLast());
    }
    log.finish();
    assertEquals(lines > logged ? logged + 1 : logged, sink.texts().size());
  }

  @Test
  void inALongStormThereIsOneLineASecondWhichSaysHowManyThereWere() {
    for (int second = 0; second < 20; second++) {
      for (int i = 0; i < 100; i++) {
        log.write(Level.WARNING, "a bad peer");
        ticks.pass(Duration.ofMillis(10));
      }
    }
    List<String> texts = sink.texts();
    assertTrue(texts.size() >= 28 && texts.size() <= 31, texts.size() + " lines");
    assertEquals("a bad peer; 99 more of these", texts.get(20));
  }

  @Test
  void oneKindTakesNoLinesFromAnotherAndOneLogNoneFromAnother() {
    Log other = Log.named("switchboard.net.test", ticks);
    for (int i = 0; i < 50; i++) {
      log.write(Level.WARNING, "one");
    }
    log.write(Level.WARNING, "two");
    other.write(Level.WARNING, "one");
    assertEquals(12, sink.texts().size());
  }

  @Test
  void whatIsLeftOutIsToldAtTheEndAlsoWhenItHasNotCalmed() {
    for (int i = 0; i < 50; i++) {
      log.write(Level.WARNING, "a bad peer");
    }
    log.finish();
    assertEquals("40 more of these: a bad peer", sink.texts().getLast());
  }

  @Test
  void aLevelThatNobodyWantsCostsNoLine() {
    for (int i = 0; i < 50; i++) {
      log.write(Level.DEBUG, "{}", failing());
    }
    log.write(Level.WARNING, "the only one");
    log.finish();
    assertEquals(List.of("the only one"), sink.texts());
  }

  private static Object failing() {
    return new Object() {
      @Override
      public String toString() {
        throw new IllegalStateException("this can't be shown");
      }
    };
  }

  @Test
  void anArgumentThatCanNotBeShownHarmsNobody() {
    assertDoesNotThrow(() -> log.write(Level.WARNING, "{}", failing()));
    log.write(Level.WARNING, "the next one");
    assertEquals(List.of("the next one"), sink.texts());
  }

  @Test
  void aLoggerThatStandsStillHoldsUpNobodyAndWhatItMissesIsCounted() throws Exception {
    var standing = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    try (var own = new Own()) {
      sink.then =
          _ -> {
            standing.countDown();
            awaitQuietly(released);
          };
      log.write(Level.WARNING, "the first");
      standing.await();
      int kinds = LogQueue.LINES_MAX + 100;
      for (int i = 0; i < kinds; i++) {
        log.write(Level.WARNING, "line " + i); // each line has a different template
      }
      assertFalse(Log.flush(Duration.ofMillis(10)), "flush returns after its limit");
      sink.then = _ -> {};
      released.countDown();
      await("the lines that had room come", () -> sink.texts().size() == LogQueue.LINES_MAX);
      await("the others are counted", () -> own.dropped() >= 101);
    }
  }

  /** Captures the log of the library. */
  private static final class Own implements AutoCloseable {
    private final Sink sink = new Sink("switchboard.net");

    /** Returns the number of lines reported as dropped, including those of earlier tests. */
    long dropped() {
      return sink.texts().stream()
          .filter(text -> text.startsWith("log lines dropped"))
          .mapToLong(text -> Long.parseLong(text.substring(text.lastIndexOf(' ') + 1)))
          .sum();
    }

    @Override
    public void close() {
      sink.logger.setUseParentHandlers(true);
      sink.close();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLoggerThatThrowsOrInterruptsMissesItsOwnLinesAlone() {
    try (var own = new Own()) {
      sink.then =
          line -> {
            Thread.currentThread().interrupt();
            switch (line.getMessage()) {
              case "exception" -> throw new IllegalStateException("this log is full");
              case "error" -> throw new OutOfMemoryError("as if there were no memory");
              default -> {}
            }
          };
      for (String words : List.of("exception", "error", "neither")) {
        assertDoesNotThrow(() -> log.write(Level.WARNING, "{}", words));
      }
      assertEquals(List.of("neither"), sink.texts());
      await("the lost ones are counted", () -> own.dropped() >= 2);
    }
  }
}
