package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import switchboard.net.FileRange;
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
    sink.write(TransferProtocol.magic());
    control(
        TransferProtocol.HELLO,
        0,
        new ControlFields().with(TransferProtocol.TAG_VERSION, TransferProtocol.VERSION));
  }

  void control(int type, int file, ControlFields fields) throws IOException {
    byte[] payload = fields.payload();
    head(type, file, payload.length);
    sink.write(payload);
  }

  /** Sends a piece of a file that is in memory. */
  void data(int file, ByteBuffer piece) throws IOException {
    head(TransferProtocol.DATA, file, piece.remaining());
    sink.write(piece);
  }

  /**
   * Sends a piece of a file as it lies on the disk. If the file has become shorter than the piece,
   * zeros fill the frame, so that another one may follow.
   *
   * @return whether the file had all of it
   */
  boolean data(int file, FileRange piece) throws IOException {
    head(TransferProtocol.DATA, file, (int) piece.remaining());
    sink.transferFrom(piece);
    boolean whole = !piece.hasRemaining();
    sink.write(new byte[(int) piece.remaining()]);
    return whole;
  }

  private void head(int type, int file, int length) throws IOException {
    var head = ByteBuffer.allocate(TransferProtocol.HEAD_BYTES);
    head.put((byte) type).putInt(file).putInt(length);
    sum.reset();
    sum.update(head.duplicate().flip());
    sink.write(head.putInt((int) sum.getValue()).flip());
  }

  void flush() throws IOException {
    sink.flush();
  }
}
