package switchboard.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * What a person sends, line by line. People use all sorts of clients: so text without a line end is
 * a line after two seconds of silence or at the end of the stream, and telnet's negotiation is
 * answered and taken out as it comes. Holds memory only for a line that has begun.
 */
final class LineReader {
  /** The longest line, in bytes, without its ending. */
  static final int LINE_BYTES_MAX = 4096;

  /** Room for the CR of an ending, and one byte more, which tells that the line is too long. */
  private static final int KEPT_BYTES_MAX = LINE_BYTES_MAX + 2;

  private final Source source;
  private final Telnet telnet;
  private @Nullable ByteArrayOutputStream begun;
  private byte last;

  /** Reads from {@code source}, from which {@code telnet} takes its part. */
  LineReader(Source source, Telnet telnet) {
    this.source = source;
    this.telnet = telnet;
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
    while (begun == null ? source.request(1) : Silence.moreBefore(source)) {
      byte value = source.readByte();
      if (telnet.isText(value)) {
        ByteArrayOutputStream line = line();
        // Telnet's own line end is CR LF, and CR NUL from those who send each key (RFC 854).
        if (value == '\n' || (value == 0 && last == '\r')) {
          return taken(line);
        }
        keep(line, value);
      }
    }
    return begun == null ? null : taken(begun);
  }

  private ByteArrayOutputStream line() {
    ByteArrayOutputStream line = begun;
    if (line == null) {
      line = new ByteArrayOutputStream();
      begun = line;
      last = 0;
    }
    return line;
  }

  private void keep(ByteArrayOutputStream line, byte value) {
    last = value;
    if (line.size() < KEPT_BYTES_MAX) {
      line.write(value);
    }
  }

  private Line taken(ByteArrayOutputStream line) {
    begun = null;
    int length = last == '\r' ? line.size() - 1 : line.size();
    if (length > LINE_BYTES_MAX) {
      return new Line.TooLong();
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = ByteBuffer.wrap(line.toByteArray(), 0, length);
      return new Line.Text(decoder.decode(text).toString());
    } catch (CharacterCodingException e) {
      return new Line.NotText();
    }
  }
}
