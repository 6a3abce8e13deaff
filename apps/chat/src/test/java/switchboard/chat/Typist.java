package switchboard.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.chat.LineReader.Line;
import switchboard.contracts.TestScope;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Ticker;
import switchboard.testkit.MemoryEngine;

/**
 * Sends bytes to a {@link LineReader} at exact times. For this purpose, it is the clock ({@link
 * Ticker}) of the reading thread. When the reader waits, the time advances to the next piece or to
 * the end of the wait, whichever comes first.
 */
final class Typist implements Ticker, AutoCloseable {
  /** The time after which the test stops a reader that is still waiting. */
  private static final Duration SESSION = Duration.ofHours(1);

  private final Deque<Piece> pieces = new ArrayDeque<>();
  private final TestScope scope = new TestScope();
  private final TestScope.Pair pair;
  private boolean hangsUp;
  private long lastNanos;
  private long nowNanos;

  private record Piece(ByteBuffer bytes, long atNanos) {}

  Typist() throws IOException {
    pair = scope.pair(MemoryEngine.network(), Endpoint.parse("tcp://127.0.0.1:0"));
  }

  /** Sends {@code bytes} in one piece, {@code pause} after the previous piece. */
  Typist sends(Duration pause, byte... bytes) {
    lastNanos += pause.toNanos();
    pieces.add(new Piece(ByteBuffer.wrap(bytes), lastNanos));
    return this;
  }

  Typist sends(Duration pause, String text) {
    return sends(pause, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends each character of {@code text} separately, {@code pause} after the previous one. */
  Typist types(Duration pause, String text) {
    text.codePoints().forEach(each -> sends(pause, Character.toString(each)));
    return this;
  }

  /** Shuts down the output after the last piece. */
  Typist hangsUp() {
    hangsUp = true;
    return this;
  }

  /** Returns all lines until EOF, or until an hour has passed. */
  List<Line> lines() {
    var lines = new ArrayList<Line>();
    var reader = new LineReader(pair.server().source(), new Telnet(_ -> {}), () -> {});
    run(() -> read(reader, lines));
    return lines;
  }

  private static void read(LineReader reader, List<Line> lines) {
    try (var _ = Deadline.after(SESSION)) {
      for (Line line = reader.next(); line != null; line = reader.next()) {
        lines.add(line);
      }
    } catch (DeadlineExceededException e) {
      // The reader still waits: it treats the client as interactive.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long nanos() {
    return nowNanos;
  }

  @Override
  public void park(Object blocker, long nanosMax) {
    Piece next = pieces.peek();
    long end = nowNanos + nanosMax;
    if (next != null && next.atNanos <= end) {
      nowNanos = Math.max(nowNanos, next.atNanos);
      deliver(pieces.remove().bytes);
    } else if (next == null && hangsUp) {
      hangsUp = false;
      deliver(null);
    } else {
      nowNanos = end;
    }
  }

  private void deliver(@Nullable ByteBuffer bytes) {
    try {
      if (bytes == null) {
        pair.client().shutdownOutput();
      } else {
        pair.client().write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
