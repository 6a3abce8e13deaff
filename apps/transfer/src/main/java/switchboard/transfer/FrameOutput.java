package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.FileRange;
import switchboard.net.Sink;

/** Puts frames into a sink. Belongs to one thread. */
final class FrameOutput {
  private final Sink sink;
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
    byte[] values = fields.values();
    int length = values.length + TransferProtocol.CHECK_BYTES;
    header(type, file, length);
    ControlFields.codec(length).write(values, sink);
  }

  /** Sends a piece of a file that is in memory. */
  void data(int file, ByteBuffer piece) throws IOException {
    header(TransferProtocol.DATA, file, piece.remaining());
    sink.write(piece);
  }

  /**
   * Sends a piece of a file as it lies on the disk. If the file has become shorter than the piece,
   * zeros fill the frame, so that another one may follow.
   *
   * @return whether the file had all of it
   */
  boolean data(int file, FileRange piece) throws IOException {
    header(TransferProtocol.DATA, file, (int) piece.remaining());
    sink.transferFrom(piece);
    boolean whole = !piece.hasRemaining();
    sink.write(new byte[(int) piece.remaining()]);
    return whole;
  }

  private void header(int type, int file, int length) throws IOException {
    FrameHeader.CODEC.write(new FrameHeader(type, file, length), sink);
  }

  void flush() throws IOException {
    sink.flush();
  }
}
