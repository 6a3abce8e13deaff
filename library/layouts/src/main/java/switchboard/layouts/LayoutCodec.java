package switchboard.layouts;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.Sink;
import switchboard.net.Source;

/**
 * Reads and writes the messages of a layout.
 *
 * @param kept whether each message that is read has its own copy of the bytes; if not, a message is
 *     valid only until the next read
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

  /**
   * Reads the next message without checking it. The message is valid until the next read. Returns
   * null at EOF.
   */
  static @Nullable Frame readUnchecked(Layout layout, Source source) throws IOException {
    if (!source.request(1)) {
      return null;
    }
    var parser = new MessageParser(layout.plan(), source);
    parser.along(layout.fields());
    return layout.frame(parser.track(), source.readSlice(0, parser.bytes(), 0));
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
          "message has the layout (%s), expected (%s)".formatted(frame.layout(), layout));
    }
  }
}
