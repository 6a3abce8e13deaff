package switchboard.server.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import switchboard.net.FileRange;

/**
 * Counts the bytes that are transferred in one direction of a connection, including the bytes of
 * transfers in progress. Therefore the idle monitor, which ends idle connections, can distinguish a
 * transfer that makes progress from a stalled transfer. Safe for use by several threads.
 */
public final class Traffic {
  private final List<Piece> open = new ArrayList<>(0); // guarded by this
  private long gone; // guarded by this

  /** One transfer. Its position is read while the transfer is in progress. */
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

  /** Begins a transfer whose progress is the position of {@code bytes}. */
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

  /** Ends a transfer, and adds its bytes to the total. */
  public synchronized void end(Piece piece) {
    open.remove(piece);
    gone += piece.gone();
  }

  /** Adds the bytes of an operation that did not block. */
  synchronized void moved(int count) {
    gone += count;
  }

  /**
   * Returns whether at least one transfer has begun and has not ended. Such a transfer may also
   * wait for the end of another transfer.
   */
  public synchronized boolean areOpen() {
    return !open.isEmpty();
  }

  /** Returns the number of bytes transferred so far, including those of transfers in progress. */
  public synchronized long gone() {
    return open.stream().mapToLong(Piece::gone).sum() + gone;
  }
}
