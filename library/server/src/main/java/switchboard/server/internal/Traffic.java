package switchboard.server.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import switchboard.net.FileRange;

/**
 * Transfers in one direction of a connection, by any number of threads, and the number of bytes
 * that they have moved: so a long transfer that proceeds is distinguished from a stalled one. Any
 * thread.
 */
public final class Traffic {
  private final List<Piece> open = new ArrayList<>(0); // guarded by this
  private long gone; // guarded by this

  /** One transfer; its position moves while it goes on. */
  public static final class Piece {
    private final LongSupplier position;
    private final long first;

    private Piece(LongSupplier position) {
      this.position = position;
      this.first = position.getAsLong();
    }

    private long gone() {
      return position.getAsLong() - first;
    }
  }

  public Piece begin(ByteBuffer bytes) {
    return begin(new Piece(bytes::position));
  }

  Piece begin(ByteBuffer[] sources) {
    return begin(
        new Piece(() -> {
          long sum = 0;
          for (ByteBuffer each : sources) {
            sum += each.position();
          }
          return sum;
        }));
  }

  Piece begin(FileRange range) {
    return begin(new Piece(range::position));
  }

  private synchronized Piece begin(Piece piece) {
    open.add(piece);
    return piece;
  }

  public synchronized void end(Piece piece) {
    open.remove(piece);
    gone += piece.gone();
  }

  /** Notes that {@code count} bytes have moved at once. */
  synchronized void moved(int count) {
    gone += count;
  }

  /** Whether any goes on, or waits for its turn to. */
  public synchronized boolean areOpen() {
    return !open.isEmpty();
  }

  /** How many bytes have moved, those of transfers that still go on included. */
  public synchronized long gone() {
    return open.stream().mapToLong(Piece::gone).sum() + gone;
  }
}
