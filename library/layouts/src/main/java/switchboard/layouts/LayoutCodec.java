package switchboard.layouts;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.Sink;
import switchboard.net.Source;

/**
 * The messages of a layout.
 *
 * @param kept whether each has bytes of its own, or they are valid until the next read
 */
record LayoutCodec(Layout layout, boolean kept) implements Codec<Frame> {

  @Override
  public @Nullable Frame read(Source source) throws IOException {
    Frame shared = readUnchecked(layout, source);
    if (shared == null) {
      return null;
    }
    Frame frame = kept ? shared.kept() : shared;
    frame.check();
    return frame;
  }

  /** Returns the next message, valid until the next read and not checked; null at EOF. */
  static @Nullable Frame readUnchecked(Layout layout, Source source) throws IOException {
    if (!source.request(1)) {
      return null;
    }
    var walk = new MessageParser(layout.plan(), source);
    walk.along(layout.fields());
    return layout.frame(walk.track(), source.readSlice(0, walk.bytes(), 0));
  }

  @Override
  public byte[] encode(Frame frame) {
    require(frame);
    return frame.toBytes();
  }

  @Override
  public void write(Frame frame, Sink sink) throws IOException {
    require(frame);
    sink.write(frame.slice());
  }

  private void require(Frame frame) {
    if (!frame.layout().equals(layout)) {
      throw new IllegalArgumentException(
          "a message of the layout (%s) is none of the layout (%s)"
              .formatted(frame.layout(), layout));
    }
  }
}
