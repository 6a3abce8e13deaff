package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines in flight through a room: what was sent, what the first member received, and how many
 * members have received the same bytes since. Used by the thread of its {@link RoomLoad} only.
 */
final class Said {
  private static final int NUMBER_DIGITS = 8;

  private final int lineBytes;
  private final int people;
  private final Map<Integer, Utterance> spoken = new HashMap<>();
  private final Map<Long, Heard> heard = new HashMap<>();
  private int utterances;

  Said(int lineBytes, int people) {
    this.lineBytes = lineBytes;
    this.people = people;
  }

  /** A line as its sender sent it, and the time. */
  private static final class Utterance {
    private final byte[] line;
    private final long nanos = System.nanoTime();

    Utterance(byte[] line) {
      this.line = line;
    }
  }

  /** A line as the first member received it; all others must receive the same bytes. */
  static final class Heard {
    private final byte[] line;
    private final long nanos;
    private int listeners;

    Heard(byte[] line, long nanos) {
      this.line = line;
      this.nanos = nanos;
    }

    int length() {
      return line.length;
    }

    /** Returns whether {@code bytes} contains this line at {@code from}. */
    boolean isAt(byte[] bytes, int from) {
      return Arrays.equals(bytes, from, from + line.length, line, 0, line.length);
    }
  }

  /** Returns the next line to send, which differs from all others, with its line end. */
  byte[] next() {
    int number = utterances++;
    String text = String.format("%0" + NUMBER_DIGITS + "d ", number);
    byte[] line = (text + "x".repeat(lineBytes - text.length() - 1) + "\n").getBytes(US_ASCII);
    spoken.put(number, new Utterance(line));
    return line;
  }

  /** Returns how many lines have not reached all members yet. */
  int onTheWay() {
    return spoken.size() + heard.size();
  }

  /** Returns the line to which the room gave this number, or null if no member has received it. */
  @Nullable Heard get(long number) {
    return heard.get(number);
  }

  /**
   * Records the line that the first member received.
   *
   * @throws IOException if it has another number, or does not end with a line that was sent
   */
  Heard first(long number, byte[] line) throws IOException {
    int start = line.length - lineBytes;
    if (!new String(line, US_ASCII).startsWith("#" + number + " ") || start < 0) {
      throw new IOException(
          "expected line " + number + ", but received: " + new String(line, US_ASCII));
    }
    var said = spoken.remove(numberAt(line, start));
    if (said == null || !Arrays.equals(line, start, line.length, said.line, 0, lineBytes)) {
      throw new IOException("received a line that was not sent: " + new String(line, US_ASCII));
    }
    var first = new Heard(line, said.nanos);
    heard.put(number, first);
    return first;
  }

  private static int numberAt(byte[] line, int start) {
    return Integer.parseInt(new String(line, start, NUMBER_DIGITS, US_ASCII));
  }

  /**
   * Counts a member that received the line. Returns the time since it was sent if it was the last
   * member, or -1.
   */
  long heardBy(long number, Heard line) {
    line.listeners++;
    if (line.listeners < people) {
      return -1;
    }
    heard.remove(number);
    return System.nanoTime() - line.nanos;
  }
}
