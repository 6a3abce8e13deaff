package switchboard.transfer;

import java.io.IOException;
import switchboard.net.Address;
import switchboard.net.internal.TerminalText;

/**
 * Stores the files that are received on one connection in an inbox. Reserves the names of these
 * files, and records which files were received. Confined to one thread.
 */
final class InboxSession {
  private final Inbox inbox;
  private final Address remote;
  private boolean listed;

  /** Creates a session for a sender at the address {@code remote}. */
  InboxSession(Inbox inbox, Address remote) {
    this.inbox = inbox;
    this.remote = remote;
  }

  /**
   * Accepts a file: reserves its name, and disk space for it.
   *
   * @throws TransferException if the rules of the inbox do not allow the file
   */
  PartialFile take(FileName name, long size) throws TransferException {
    requireFree(name);
    if (!inbox.tryTake(name)) {
      throw new TransferException(FailureReason.EXISTS, "'" + name + "' is already being received");
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
          FailureReason.STORAGE,
          "'" + name + "' cannot be stored: the directory is not accessible",
          e);
    }
    String other = inbox.names().find(name);
    if (inbox.names().cameBy(this, name)) {
      throw new TransferException(
          FailureReason.EXISTS, "'" + name + "' was already received, as '" + other + "'");
    }
    if (other != null && !other.equals(name.text())) {
      throw new TransferException(
          FailureReason.EXISTS,
          "'"
              + TerminalText.escape(other)
              + "' already exists and is the same name as '"
              + name
              + "' on some file systems");
    }
    inbox.requireFree(name);
  }

  /**
   * Records that a file of this name was received. This session then accepts no other file with the
   * same name, even if the inbox overwrites files.
   */
  void came(FileName name) {
    inbox.names().add(name, this);
  }
}
