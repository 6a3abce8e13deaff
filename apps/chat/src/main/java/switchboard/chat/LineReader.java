package switchboard.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;

/**
 * What a person sends, line by line. People use all sorts of clients: so text without a line end is
 * a line after two seconds of silence or at the end of the stream, and telnet's negotiation is
 * answered and taken out.
 */
final class LineReader {
  /** The longest line, in bytes. */
  static final int LINE_BYTES_MAX = 4096;

  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final Source source;
  private final Telnet telnet;

  /**
   * Reads from {@code source}.
   *
   * @param answer gets the bytes that telnet's negotiation must be answered with
   */
  LineReader(Source source, Consumer<byte[]> answer) {
    this.source = source;
    this.telnet = new Telnet(answer);
  }

  /** One line as it came. */
  sealed interface Line {
    /** Text without its ending. */
    record Text(String text) implements Line {}

    /** Bytes that are not UTF-8; they are gone. */
    record NotText() implements Line {}

    /** More than {@link #LINE_BYTES_MAX}; it is gone. */
    record TooLong() implements Line {}
  }

  /** Blocks until a line has come; null at the end of the stream. */
  @Nullable Line next() throws IOException {
    while (true) {
      if (source.exhausted()) {
        return null;
      }
      int length = awaitLine();
      if (length > LINE_BYTES_MAX) {
        source.skipPast((byte) '\n');
        return new Line.TooLong();
      }
      byte[] raw = source.readExactly(length);
      byte[] text = telnet.strip(raw);
      boolean onlyNegotiation = text.length == 0 && raw.length > 0;
      if (!onlyNegotiation) {
        return decode(withoutEnding(text));
      }
    }
  }

  /**
   * How many of the buffered bytes are the line, ending included; more than the limit if too long.
   */
  private int awaitLine() throws IOException {
    int seen = 0;
    while (true) {
      byte[] buffered = source.peek(LINE_BYTES_MAX + 1);
      for (; seen < buffered.length; seen++) {
        if (buffered[seen] == '\n') {
          return seen + 1;
        }
      }
      if (seen > LINE_BYTES_MAX || !moreBefore(seen)) {
        return seen;
      }
    }
  }

  /** Waits for more than {@code seen} bytes; false when the stream ended or fell silent. */
  private boolean moreBefore(int seen) throws IOException {
    Deadline outer = Deadline.current();
    try (var _ = Deadline.after(SILENCE)) {
      return source.request(seen + 1);
    } catch (DeadlineExceededException e) {
      if (outer != null && outer.expired()) {
        throw e;
      }
      return false;
    }
  }

  private static byte[] withoutEnding(byte[] line) {
    int length = line.length;
    if (length > 0 && line[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return Arrays.copyOf(line, length);
  }

  private static Line decode(byte[] line) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return new Line.Text(decoder.decode(ByteBuffer.wrap(line)).toString());
    } catch (CharacterCodingException e) {
      return new Line.NotText();
    }
  }
}
