package switchboard.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is being written to one connection, by any number of threads, and how much has gone out: a
 * long write that goes on is told from one that stands still by this. Any thread.
 */
final class Writes {
  private final List<Piece> open = new ArrayList<>(0); // guarded by this
  private long gone; // guarded by this

  /** One write; its buffer's position moves while it is written. */
  static final class Piece {
    private final ByteBuffer bytes;
    private final int first;

    private Piece(ByteBuffer bytes) {
      this.bytes = bytes;
      this.first = bytes.position();
    }

    private int gone() {
      return bytes.position() - first;
    }
  }

  synchronized Piece begin(ByteBuffer bytes) {
    var piece = new Piece(bytes);
    open.add(piece);
    return piece;
  }

  synchronized void end(Piece piece) {
    open.remove(piece);
    gone += piece.gone();
  }

  /** Whether anybody writes, or waits for his turn to. */
  synchronized boolean areOpen() {
    return !open.isEmpty();
  }

  /** How many bytes have gone out, those of writes that still go on included. */
  synchronized long gone() {
    return open.stream().mapToLong(Piece::gone).sum() + gone;
  }
}
