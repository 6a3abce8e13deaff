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
 * Takes the messages of a stream apart, field by field, and shows what was understood of one that
 * makes no sense. Belongs to the thread that reads the source.
 */
public final class Dissector {
  private static final int BEHIND_MAX = 16;

  private final Layout layout;

  /** Whether all of it is in memory, and what is inside of lists was looked at before. */
  private final boolean inside;

  private final Source source;
  private int count;
  private long offset;
  private boolean over;

  /** Reads {@code source} from here on. */
  public Dissector(Layout layout, Source source) {
    this(layout, source, 0);
  }

  /**
   * Reads {@code source} from here on.
   *
   * @param offset how many bytes of the stream have been taken before
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

  /** Reads the messages of a list. */
  static Dissector inside(ListField list, ByteBuffer content, long offset) {
    return new Dissector(list.element(), Source.of(content), offset, true);
  }

  /**
   * One message, or what came of one.
   *
   * @param number from 1
   * @param offset where it begins in the stream
   * @param length how many bytes it has; of a broken one how many were understood
   * @param bytes all of it; of a broken one with a few behind, or all behind it in a list
   * @param parts its fields, as far as they were found
   * @param error what is wrong with it; null if nothing is
   * @param last whether nobody can tell where the next one would begin
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
   * Blocks until the next message is there.
   *
   * @return null when the stream has ended, or makes no sense any more
   * @throws IOException as the source's
   */
  public @Nullable Dissected next() throws IOException {
    if (over || !source.request(1)) {
      return null;
    }
    var walk = new MessageParser(layout.plan(), source);
    try {
      walk.along(layout.fields());
    } catch (ProtocolException | EOFException senseless) {
      over = true;
      count++;
      return broken(walk, String.valueOf(senseless.getMessage()));
    }
    Slice bytes = Slice.of(source.readExactly(walk.bytes()));
    long start = offset;
    count++; // a wait that was cut before has counted nothing
    offset += bytes.length();
    return new Dissected(
        count,
        start,
        bytes.length(),
        bytes,
        walk.track().parts(bytes, start),
        mistake(layout.frame(walk.track(), bytes)),
        false);
  }

  /** How many bytes of a list are still to come. */
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

  private Dissected broken(MessageParser walk, String mistake) {
    Slice seen = Slice.of(source.peek(inside ? Integer.MAX_VALUE : walk.bytes() + BEHIND_MAX));
    return new Dissected(
        count, offset, walk.bytes(), seen, walk.track().parts(seen, offset), mistake, true);
  }
}
