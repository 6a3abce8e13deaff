package switchboard.transfer;

import java.util.LinkedHashMap;
import java.util.Map;
import switchboard.net.Address;

/**
 * Tracks how much disk space of an inbox each client address uses: the bytes that were written
 * since the inbox was opened, and the bytes that are reserved for files that are being received.
 * All senders on Unix sockets are treated as one address. Thread-safe.
 */
final class DiskShares {
  /**
   * The maximum number of tracked addresses. If there are more, the address that was added first is
   * removed; addresses with reserved bytes are kept.
   */
  private static final int ADDRESSES_MAX = 10_000;

  private static final int PERCENT = 100;

  private final int percent;
  private final Map<Object, Usage> usages = new LinkedHashMap<>(); // guarded by this
  private long promised; // the sum over all addresses; guarded by this

  /** The reserved and the used bytes of one address. */
  private static final class Usage {
    private long promised;
    private long written;
  }

  DiskShares(int percent) {
    this.percent = percent;
  }

  private static Object key(Address remote) {
    return remote instanceof Address.Inet inet ? inet.hostPrefix() : "unix";
  }

  /**
   * Reserves disk space for a file from a sender with the address {@code remote}.
   *
   * @param bytes the number of bytes to reserve
   * @param free the number of bytes on the disk that are free now, including reserved bytes that
   *     were not written yet
   * @throws TransferException if {@code bytes} exceeds the rest of the address's share, or the
   *     number of free bytes that are not reserved
   */
  synchronized void promise(Address remote, long bytes, long free) throws TransferException {
    long left = Math.max(0, free - promised);
    if (bytes > left) {
      throw new TransferException(
          FailureReason.TOO_LARGE,
          "not enough disk space for " + bytes + " bytes: " + left + " are free");
    }
    Usage mine = usages.computeIfAbsent(key(remote), _ -> new Usage());
    long share = (long) ((free + (double) mine.written) * percent / PERCENT);
    long rest = Math.max(0, share - mine.written - mine.promised);
    if (bytes > rest) {
      forget(remote, mine);
      throw new TransferException(
          FailureReason.TOO_LARGE,
          "limit reached: "
              + bytes
              + " bytes exceed the "
              + rest
              + " bytes that may still be stored from your address");
    }
    mine.promised += bytes;
    promised += bytes;
    bound();
  }

  /**
   * Records that {@code bytes} of the bytes reserved for {@code remote} were written to the disk.
   */
  synchronized void written(Address remote, long bytes) {
    move(remote, -bytes, bytes);
  }

  /**
   * Releases reserved bytes, and written bytes of files that were deleted.
   *
   * @param promisedBytes the number of reserved bytes that were not written
   * @param writtenBytes the number of written bytes that were removed from the disk
   */
  synchronized void giveBack(Address remote, long promisedBytes, long writtenBytes) {
    move(remote, -promisedBytes, -writtenBytes);
  }

  private void move(Address remote, long promisedBytes, long writtenBytes) {
    promised += promisedBytes;
    Usage mine = usages.get(key(remote));
    if (mine != null) {
      mine.promised += promisedBytes;
      mine.written += writtenBytes;
      forget(remote, mine);
    }
  }

  private void forget(Address remote, Usage mine) {
    if (mine.promised == 0 && mine.written == 0) {
      usages.remove(key(remote));
    }
  }

  private void bound() {
    if (usages.size() > ADDRESSES_MAX) {
      var each = usages.values().iterator();
      while (each.hasNext()) {
        if (each.next().promised == 0) {
          each.remove();
          return;
        }
      }
    }
  }

  /** Returns the number of addresses whose disk usage is tracked. */
  synchronized int addresses() {
    return usages.size();
  }
}
