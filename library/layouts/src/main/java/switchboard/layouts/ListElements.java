package switchboard.layouts;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.Source;

/** The messages of a list, one after the other, where they lie. Belongs to one thread. */
final class ListElements {
  private final ListField list;
  private final Source source;
  private int number;

  /**
   * Begins in front of the first.
   *
   * @param content all of the list
   */
  ListElements(ListField list, ByteBuffer content) {
    this.list = list;
    this.source = Source.of(content);
  }

  /**
   * The next one, lent until the one after it is asked for, and not checked.
   *
   * @return null behind the last
   * @throws IOException when it makes no sense
   */
  @Nullable Frame next() throws IOException {
    number++;
    return LayoutCodec.readUnchecked(list.element(), source);
  }

  /** That the one that was asked for is wrong in this way. */
  BadMessageException bad(IOException how) {
    var bad =
        new BadMessageException(
            "message %s of '%s': %s".formatted(number, list.name(), how.getMessage()));
    bad.initCause(how);
    return bad;
  }
}
