package switchboard.transfer;

import java.io.IOException;
import switchboard.net.Address;
import switchboard.net.internal.TerminalText;

/**
 * One sender's visit to an inbox: takes names, and knows those that came during it. Belongs to one
 * thread.
 */
final class InboxSession {
  private final Inbox inbox;
  private final Address remote;
  private boolean listed;

  /** A visit of a sender at the address {@code remote}. */
  InboxSession(Inbox inbox, Address remote) {
    this.inbox = inbox;
    this.remote = remote;
  }

  /**
   * Takes a file in, if the rules allow it.
   *
   * @throws TransferException when they don't
   */
  PartialFile take(FileName name, long size) throws TransferException {
    requireFree(name);
    if (!inbox.tryTake(name)) {
      throw new TransferException(
          FailureReason.EXISTS, "'" + name + "' is being received at this moment");
    }
    boolean taken = false;
    try {
      var incoming = new PartialFile(inbox, name, remote, size);
      taken = true;
      return incoming;
    } finally {
      if (!taken) {
        inbox.giveBack(name);
      }
    }
  }

  private void requireFree(FileName name) throws TransferException {
    try {
      if (!listed) {
        inbox.names().refresh();
        listed = true;
      }
    } catch (IOException e) {
      throw new TransferException(
          FailureReason.STORAGE, "'" + name + "' can't be stored: its directory is gone", e);
    }
    String other = inbox.names().find(name);
    if (inbox.names().cameBy(this, name)) {
      throw new TransferException(
          FailureReason.EXISTS, "'" + name + "' came already, as '" + other + "'");
    }
    if (other != null && !other.equals(name.text())) {
      throw new TransferException(
          FailureReason.EXISTS,
          "'"
              + name
              + "' is '"
              + TerminalText.escape(other)
              + "' to some file systems, which is there");
    }
    inbox.requireFree(name);
  }

  /** It is there now: no other of this visit may have its name, whatever the rules. */
  void came(FileName name) {
    inbox.names().add(name, this);
  }
}
