package switchboard.layouts;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadMessageException;
import switchboard.net.Source;

/** Iterates over the items of a list without copying them. For use by one thread only. */
final class ListElements {
  private final ListField list;
  private final Source source;
  private int number;

  /**
   * Creates an iterator; the first call of {@link #next} returns the first item.
   *
   * @param content the bytes of the list
   */
  ListElements(ListField list, ByteBuffer content) {
    this.list = list;
    this.source = Source.of(content);
  }

  /**
   * Returns the next item, which is not checked and is valid until the next call.
   *
   * @return the item, or null after the last item
   * @throws IOException if the bytes do not match the layout of an item
   */
  @Nullable Frame next() throws IOException {
    number++;
    return LayoutCodec.readUnchecked(list.element(), source);
  }

  /** Returns an exception for the item that {@link #next} returned or failed to read. */
  BadMessageException bad(IOException cause) {
    var bad =
        new BadMessageException(
            "item %s of '%s': %s".formatted(number, list.name(), cause.getMessage()));
    bad.initCause(cause);
    return bad;
  }
}
