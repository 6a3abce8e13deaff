package switchboard.layouts;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Splits the messages of a stream into fields. For an invalid message, returns the fields before
 * the error. Only the thread that reads the source may use a dissector.
 *
 * <pre>{@code
 * Layout layout = Layout.parse("length: u16 of body, body: text ..1KiB");
 * var dissector = new Dissector(layout, connection.source());
 * for (Dissector.Dissected each; (each = dissector.next()) != null; ) {
 *   each.parts().forEach(part -> System.out.println(part.name() + " = " + part.value()));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Dissector {
  private static final int CONTEXT_BYTES = 16;

  private final Layout layout;

  /**
   * Whether the messages are the items of a list. In that case, their bytes are already in memory
   * and have already been checked.
   */
  private final boolean inside;

  private final Source source;
  private int count;
  private long offset;
  private boolean over;

  /**
   * Creates a dissector for a stream from which no byte has been read.
   *
   * @param layout the layout of the messages
   * @param source the source to read from
   */
  public Dissector(Layout layout, Source source) {
    this(layout, source, 0);
  }

  /**
   * Creates a dissector for the rest of a stream.
   *
   * @param layout the layout of the messages
   * @param source the source to read from
   * @param offset the number of bytes that were already read from the stream; it is added to the
   *     offset of each message
   */
  public Dissector(Layout layout, Source source, long offset) {
    this(layout, source, offset, false);
  }

  private Dissector(Layout layout, Source source, long offset, boolean inside) {
    this.layout = layout;
    this.source = source;
    this.offset = offset;
    this.inside = inside;
  }

  /** Returns a dissector for the items of a list. */
  static Dissector inside(ListField list, ByteBuffer content, long offset) {
    return new Dissector(list.element(), Source.of(content), offset, true);
  }

  /**
   * A complete message, or the beginning of a broken message. A message is broken if its bytes do
   * not match the layout.
   *
   * @param number the number of the message, from 1
   * @param offset the offset of the message in the stream, in bytes
   * @param length the length of the message in bytes; for a broken message, the length of the
   *     fields in {@code parts}
   * @param bytes the bytes of the message. For a broken message, these are the bytes of the fields
   *     in {@code parts} and up to 16 bytes after them; if the broken message is an item of a list,
   *     the bytes of the fields and all bytes of the list after them
   * @param parts the fields; for a broken message, the fields before the error
   * @param error a description of the error, or null if the message is valid
   * @param last true if no further message can be read because the start of the next message is
   *     unknown
   */
  public record Dissected(
      int number,
      long offset,
      int length,
      Slice bytes,
      List<Part> parts,
      @Nullable String error,
      boolean last) {}

  /**
   * Blocks until the next message has arrived and returns it. A call that times out or is
   * interrupted can be repeated.
   *
   * @return the message, or null at EOF and after a message for which {@code last} is true
   * @throws IOException if reading from the source fails, times out or is interrupted
   */
  public @Nullable Dissected next() throws IOException {
    if (over || !source.request(1)) {
      return null;
    }
    var parser = new MessageParser(layout.plan(), source);
    try {
      parser.along(layout.fields());
    } catch (ProtocolException | EOFException broken) {
      over = true;
      count++;
      return broken(parser, String.valueOf(broken.getMessage()));
    }
    Slice bytes = Slice.of(source.readExactly(parser.bytes()));
    long start = offset;
    count++; // incremented only after the read, because a read that timed out may be repeated
    offset += bytes.length();
    return new Dissected(
        count,
        start,
        bytes.length(),
        bytes,
        parser.track().parts(bytes, start),
        mistake(layout.frame(parser.track(), bytes)),
        false);
  }

  /**
   * Returns the number of bytes of the list that come after the items that were already returned.
   */
  int left() {
    return source.buffered();
  }

  private @Nullable String mistake(Frame frame) {
    try {
      if (inside) {
        frame.checkItself();
      } else {
        frame.check();
      }
      return null;
    } catch (BadMessageException bad) {
      return bad.getMessage();
    }
  }

  private Dissected broken(MessageParser parser, String mistake) {
    Slice seen = Slice.of(source.peek(inside ? Integer.MAX_VALUE : parser.bytes() + CONTEXT_BYTES));
    return new Dissected(
        count, offset, parser.bytes(), seen, parser.track().parts(seen, offset), mistake, true);
  }
}
