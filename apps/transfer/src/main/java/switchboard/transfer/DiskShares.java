package switchboard.transfer;

import java.util.LinkedHashMap;
import java.util.Map;
import switchboard.net.Address;

/**
 * How much of the disk of an inbox the files of each client address have taken since it was opened,
 * and what they have been promised. Senders at Unix sockets count as one address. Any thread.
 */
final class DiskShares {
  /** Of more addresses, one without promises that was added first is forgotten. */
  private static final int ADDRESSES_MAX = 10_000;

  private static final int PERCENT = 100;

  private final int percent;
  private final Map<Object, Taken> taken = new LinkedHashMap<>(); // guarded by this
  private long promised; // guarded by this

  private static final class Taken {
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
   * Promises {@code bytes} to {@code remote}.
   *
   * @param free how many bytes the disk has now
   * @throws TransferException when they are more than its share, or than all have left
   */
  synchronized void promise(Address remote, long bytes, long free) throws TransferException {
    long left = Math.max(0, free - promised);
    if (bytes > left) {
      throw new TransferException(
          FailureReason.TOO_LARGE,
          "the disk has no space for " + bytes + " bytes: " + left + " are free");
    }
    Taken mine = taken.computeIfAbsent(key(remote), _ -> new Taken());
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
              + " that your address may still store");
    }
    mine.promised += bytes;
    promised += bytes;
    bound();
  }

  /** Of what was promised to {@code remote}, {@code bytes} have been written. */
  synchronized void written(Address remote, long bytes) {
    move(remote, -bytes, bytes);
  }

  /**
   * Takes back a promise, and what was written in vain.
   *
   * @param promisedBytes not written yet
   * @param writtenBytes removed from the disk
   */
  synchronized void giveBack(Address remote, long promisedBytes, long writtenBytes) {
    move(remote, -promisedBytes, -writtenBytes);
  }

  private void move(Address remote, long promisedBytes, long writtenBytes) {
    promised += promisedBytes;
    Taken mine = taken.get(key(remote));
    if (mine != null) {
      mine.promised += promisedBytes;
      mine.written += writtenBytes;
      forget(remote, mine);
    }
  }

  private void forget(Address remote, Taken mine) {
    if (mine.promised == 0 && mine.written == 0) {
      taken.remove(key(remote));
    }
  }

  private void bound() {
    if (taken.size() > ADDRESSES_MAX) {
      var each = taken.values().iterator();
      while (each.hasNext()) {
        if (each.next().promised == 0) {
          each.remove();
          return;
        }
      }
    }
  }

  /** How many addresses are known. */
  synchronized int addresses() {
    return taken.size();
  }
}
