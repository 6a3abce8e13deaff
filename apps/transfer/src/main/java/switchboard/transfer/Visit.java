package switchboard.transfer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.util.HashMap;
import java.util.Map;
import switchboard.net.Visible;

/**
 * One sender's visit to an inbox: takes names, and knows those that were there or came during it.
 * Belongs to one thread.
 */
final class Visit {
  /** So many names are compared; beyond it only a name that is the very same is found. */
  private static final int NAMES_MAX = 100_000;

  private final Inbox inbox;

  /** What the names in the directory, and those that came, are under their keys. */
  private final Map<String, String> names = new HashMap<>();

  private boolean listed;

  Visit(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Takes a file in, if the rules allow it.
   *
   * @throws TransferException when they don't
   */
  Incoming take(FileName name, long size) throws TransferException {
    try {
      list();
      inbox.requireRoom(size);
    } catch (TransferException e) {
      throw e;
    } catch (IOException | DirectoryIteratorException e) {
      throw new TransferException(
          Reason.STORAGE, "'" + name + "' can't be stored: its directory is gone", e);
    }
    String other = names.get(name.key());
    boolean came = names.containsKey(cameKey(name));
    if (came) {
      throw new TransferException(
          Reason.EXISTS, "'" + name + "' came already, as '" + names.get(cameKey(name)) + "'");
    }
    if (other != null && !other.equals(name.text())) {
      throw new TransferException(
          Reason.EXISTS,
          "'" + name + "' is '" + Visible.of(other) + "' to some file systems, which is there");
    }
    inbox.requireFree(name);
    if (!inbox.tryTake(name)) {
      throw new TransferException(Reason.EXISTS, "'" + name + "' is being received at this moment");
    }
    return new Incoming(inbox, name, size);
  }

  /** It is there now: no other of this visit may have its name, whatever the rules. */
  void came(FileName name) {
    remember(cameKey(name), name.text());
  }

  /** No file has a slash in its name. */
  private static String cameKey(FileName name) {
    return "/" + name.key();
  }

  private void list() throws IOException {
    if (listed) {
      return;
    }
    listed = true;
    inbox.list(name -> remember(FileName.key(name), name));
  }

  private void remember(String key, String name) {
    if (names.size() < NAMES_MAX) {
      names.put(key, name);
    }
  }
}
