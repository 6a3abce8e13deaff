package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import switchboard.net.Sink;

/** Puts frames into a sink. Belongs to one thread. */
final class FrameOutput {
  private final Sink sink;
  private final CRC32C sum = new CRC32C();
  private boolean greeted;

  FrameOutput(Sink sink) {
    this.sink = sink;
  }

  /** The magic, and who we are; once. */
  void greet() throws IOException {
    if (greeted) {
      return;
    }
    greeted = true;
    sink.write(Wire.magic());
    control(Wire.HELLO, 0, new Fields().with(Wire.TAG_VERSION, Wire.VERSION));
  }

  void control(int type, int file, Fields fields) throws IOException {
    byte[] payload = fields.payload();
    var frame = ByteBuffer.allocate(Wire.HEAD_BYTES + payload.length);
    putHead(frame, type, file);
    sink.write(frame.put(payload).flip());
  }

  /**
   * Sends what lies in {@code frame} behind a space of {@link Wire#HEAD_BYTES}, which it fills.
   *
   * @param frame from 0 to its limit
   */
  void data(int file, ByteBuffer frame) throws IOException {
    putHead(frame.position(0), Wire.DATA, file);
    sink.write(frame.position(0));
  }

  /** The head of a frame that has the size of {@code frame}. */
  private void putHead(ByteBuffer frame, int type, int file) {
    int length = frame.limit() - Wire.HEAD_BYTES;
    frame.put((byte) type).putInt(file).putInt(length);
    sum.reset();
    sum.update(frame.duplicate().flip());
    frame.putInt((int) sum.getValue());
  }

  void flush() throws IOException {
    sink.flush();
  }
}
