package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.server.Limits;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests slow clients, with a manual ticker. */
@Timeout(30)
class SlowCallersTest {
  /**
   * Limits without warnings about slow handlers, because these warnings would also use the ticker.
   */
  private static final Limits QUIET = Limits.standard().slowHandlerThreshold(Duration.ZERO);

  private static final long LOOK_NANOS = 1_000_000;

  @TempDir private Path scratch = Path.of("");
  private final ManualTicker ticker = new ManualTicker();

  @ParameterizedTest
  @CsvSource({"'', ''", "'GET /docs/ HTTP/1.1\r\nHost: x\r\n\r\n', docs"})
  void anIdleConnectionBetweenRequestsIsClosedWithoutAnAnswer(String words, String body)
      throws Exception {
    var limits = HttpFileHandler.defaultLimits().slowHandlerThreshold(Duration.ZERO);
    try (var network = MemoryEngine.network().withTicker(ticker);
        var site = new Site(network, scratch, limits);
        var caller = site.call()) {
      caller.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
      var heard = ByteBuffer.allocate(1000);
      if (!body.isEmpty()) {
        site.visits.take(); // waits for the end of the response, with which the idle time begins
      }
      while (caller.tryRead(heard) >= 0) {
        passASecond();
      }
      assertEquals(body, body(heard));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HT", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n", "\r\n"})
  void whoIsSilentInsideOneIsTold(String words) throws Exception {
    try (var network = MemoryEngine.network().withTicker(ticker);
        var site = new Site(network, scratch, QUIET);
        var caller = site.call()) {
      caller.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
      var heard = ByteBuffer.allocate(1000);
      while (caller.tryRead(heard) >= 0) {
        passASecondOfWaiting();
      }
      assertEquals("408 Request Timeout\n", body(heard));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /", "GET /docs/ HTTP/1.1\r\nA: "})
  void whoDribblesHasNoMoreTimeThanOthers(String words) throws Exception {
    try (var network = MemoryEngine.network().withTicker(ticker);
        var site = new Site(network, scratch, QUIET);
        var caller = site.call()) {
      caller.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
      var answer = ByteBuffer.allocate(1000);
      while (caller.tryRead(answer) == 0) {
        caller.tryWrite(ByteBuffer.wrap(new byte[] {'x'}));
        passASecondOfWaiting();
      }
      String heard = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      assertEquals(408, Site.code(heard), heard);
    }
  }

  private static String body(ByteBuffer heard) {
    String all = StandardCharsets.US_ASCII.decode(heard.flip()).toString();
    return all.isEmpty() ? "" : Site.body(all);
  }

  /**
   * Advances the time by a second, but only while the handler waits for the client. The time that
   * the handler itself takes is therefore not counted.
   */
  private void passASecondOfWaiting() {
    if (ticker.parked() > 1) { // the idle monitor and the handler
      ticker.advance(Duration.ofSeconds(1));
    }
    LockSupport.parkNanos(LOOK_NANOS);
  }

  /** Advances the time, and then gives the threads of the server time to react to it. */
  private void passASecond() {
    ticker.advance(Duration.ofSeconds(1));
    LockSupport.parkNanos(LOOK_NANOS);
  }
}
