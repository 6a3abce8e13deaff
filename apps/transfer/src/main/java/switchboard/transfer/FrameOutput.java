package switchboard.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.FileRange;
import switchboard.net.Sink;

/** Writes frames to a sink. Confined to one thread. */
final class FrameOutput {
  private final Sink sink;
  private boolean greeted;

  FrameOutput(Sink sink) {
    this.sink = sink;
  }

  /**
   * Writes the magic (the eight bytes with which each side begins) and a HELLO frame. Writes
   * nothing if both were already written.
   */
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
    byte[] values = fields.encodedValues();
    int length = values.length + TransferProtocol.CHECK_BYTES;
    header(type, file, length);
    ControlFields.codec(length).write(values, sink);
  }

  /** Writes a DATA frame with a piece of a file that is in memory. */
  void data(int file, ByteBuffer piece) throws IOException {
    header(TransferProtocol.DATA, file, piece.remaining());
    sink.write(piece);
  }

  /**
   * Writes a DATA frame whose payload is transferred directly from a file. If the file has become
   * shorter, fills the rest of the frame with zeros, so that the frame is complete and the next
   * frame can be sent.
   *
   * @return whether the file still contained all bytes of the piece
   */
  boolean data(int file, FileRange piece) throws IOException {
    header(TransferProtocol.DATA, file, (int) piece.remaining());
    sink.transferFrom(piece);
    boolean complete = !piece.hasRemaining();
    sink.write(new byte[(int) piece.remaining()]);
    return complete;
  }

  private void header(int type, int file, int length) throws IOException {
    FrameHeader.CODEC.write(new FrameHeader(type, file, length), sink);
  }

  void flush() throws IOException {
    sink.flush();
  }
}
