package switchboard.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that are on their way through a room: what was said, how the first listener heard it,
 * and how many have heard the same bytes since. Belongs to the thread of its {@link RoomLoad}.
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

  /** Something that was said, as its speaker sent it, and when. */
  private static final class Utterance {
    private final byte[] line;
    private final long nanos = System.nanoTime();

    Utterance(byte[] line) {
      this.line = line;
    }
  }

  /** A line as everybody must hear it. */
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

    /** Whether {@code bytes} hold this line at {@code from}. */
    boolean isAt(byte[] bytes, int from) {
      return Arrays.equals(bytes, from, from + line.length, line, 0, line.length);
    }
  }

  /** The next line to say, unlike all others, with its end. */
  byte[] next() {
    int number = utterances++;
    String text = String.format("%0" + NUMBER_DIGITS + "d ", number);
    byte[] line = (text + "x".repeat(lineBytes - text.length() - 1) + "\n").getBytes(US_ASCII);
    spoken.put(number, new Utterance(line));
    return line;
  }

  /** How many lines have not been heard by everybody yet. */
  int onTheWay() {
    return spoken.size() + heard.size();
  }

  /** The line with this number of the room's; null if nobody has heard it yet. */
  @Nullable Heard get(long number) {
    return heard.get(number);
  }

  /** The first listener hears a line: it has the room's number and ends with what was said. */
  Heard first(long number, byte[] line) throws IOException {
    int start = line.length - lineBytes;
    if (!new String(line, US_ASCII).startsWith("#" + number + " ") || start < 0) {
      throw new IOException("not line " + number + ": " + new String(line, US_ASCII));
    }
    var said = spoken.remove(numberAt(line, start));
    if (said == null || !Arrays.equals(line, start, line.length, said.line, 0, lineBytes)) {
      throw new IOException("nobody has said " + new String(line, US_ASCII));
    }
    var first = new Heard(line, said.nanos);
    heard.put(number, first);
    return first;
  }

  private static int numberAt(byte[] line, int start) {
    return Integer.parseInt(new String(line, start, NUMBER_DIGITS, US_ASCII));
  }

  /** One more has heard it; nanoseconds since it was said if that was the last one, or -1. */
  long heardBy(long number, Heard line) {
    line.listeners++;
    if (line.listeners < people) {
      return -1;
    }
    heard.remove(number);
    return System.nanoTime() - line.nanos;
  }
}
