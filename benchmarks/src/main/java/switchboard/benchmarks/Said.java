package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that were sent to a room and have not reached all members yet. Stores for each line
 * what was sent, what the first member received, and how many members have received the same bytes
 * so far. May be used only by the thread of its {@link RoomLoad}.
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

  /** A line as its sender sent it, and the time at which it was sent. */
  private static final class Utterance {
    private final byte[] line;
    private final long nanos = System.nanoTime();

    Utterance(byte[] line) {
      this.line = line;
    }
  }

  /** A line as the first member received it. All other members must receive the same bytes. */
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

    /** Returns whether {@code bytes} contains this line at the index {@code from}. */
    boolean isAt(byte[] bytes, int from) {
      return Arrays.equals(bytes, from, from + line.length, line, 0, line.length);
    }
  }

  /** Returns the next line to send, with its line end. No two lines are equal. */
  byte[] next() {
    int number = utterances++;
    String text = String.format("%0" + NUMBER_DIGITS + "d ", number);
    byte[] line = (text + "x".repeat(lineBytes - text.length() - 1) + "\n").getBytes(US_ASCII);
    spoken.put(number, new Utterance(line));
    return line;
  }

  /** Returns the number of lines that have not reached all members yet. */
  int onTheWay() {
    return spoken.size() + heard.size();
  }

  /**
   * Returns the line with the given number, which the room assigns, or null if no member has
   * received a line with this number.
   */
  @Nullable Heard get(long number) {
    return heard.get(number);
  }

  /**
   * Records a line that a member is the first to receive.
   *
   * @throws IOException if {@code line} does not begin with {@code number}, or does not end with a
   *     line that was sent
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
   * Records that one more member has received the line. If it was the last member, returns the time
   * since the line was sent, in nanoseconds; otherwise returns -1.
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
