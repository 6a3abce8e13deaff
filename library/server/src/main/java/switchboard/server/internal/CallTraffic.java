package switchboard.server.internal;

/**
 * Counts the bytes of one call in both directions, for the server's counters and for idle timeouts.
 * Safe for use by several threads, unless the comment of a method says otherwise.
 */
final class CallTraffic {
  private final Traffic writes = new Traffic();

  /**
   * Counts the bytes of transfers from the connection into files while a transfer is in progress.
   * Other reads are counted when they return, because they return as soon as bytes are available.
   */
  private final Traffic fills = new Traffic();

  private volatile long readBytes;
  private volatile boolean heard;

  Traffic writes() {
    return writes;
  }

  Traffic fills() {
    return fills;
  }

  /** Counts bytes that were read. Called only by the thread that reads. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads
  void read(int count) {
    if (!heard) { // a volatile write costs more than the check
      heard = true;
    }
    readBytes += count;
  }

  /** Returns a number that changes whenever a byte moves in either direction. */
  long activity() {
    return bytesRead() + bytesWritten();
  }

  /** Returns the number of bytes that were received, including those transferred into files. */
  long bytesRead() {
    return readBytes + fills.gone();
  }

  /** Returns the number of bytes that were passed to the kernel. */
  long bytesWritten() {
    return writes.gone();
  }

  /** Returns whether any byte was received. */
  boolean heard() {
    return heard || fills.gone() > 0;
  }

  /** Returns whether a write is in progress. */
  boolean isWriting() {
    return writes.areOpen();
  }
}
