package switchboard.transfer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of the files in the directory of an inbox, indexed by {@link FileName#key}. All
 * connections share one index, whose size is bounded. Thread-safe.
 */
final class NameIndex {
  private final Path directory;
  private final int namesMax;
  private Map<String, Entry> names = Map.of(); // guarded by this; replaced by each refresh

  /**
   * The name of an existing file.
   *
   * @param text the name
   * @param session the session in which the file was received, compared by identity; null for a
   *     file that was not received by this inbox
   */
  private record Entry(String text, @Nullable Object session) {}

  NameIndex(Path directory, int namesMax) {
    this.directory = directory;
    this.namesMax = namesMax;
  }

  /**
   * Reads the names in the directory again, and blocks while it does. Stops after more than {@link
   * #namesMax} names, because the directory is then full and no other file is accepted.
   *
   * @throws IOException if the directory cannot be read
   */
  synchronized void refresh() throws IOException {
    var found = new HashMap<String, Entry>();
    try (var paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        String name = String.valueOf(path.getFileName());
        if (!PartialFiles.isName(name)) {
          String key = FileName.key(name);
          Entry known = names.get(key);
          found.put(key, known != null && known.text.equals(name) ? known : new Entry(name, null));
        }
        if (found.size() > namesMax) {
          break;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names = found;
  }

  /**
   * Returns the name of the existing file that has this name, or a name that denotes the same file
   * on some file systems; null if there is no such file.
   */
  synchronized @Nullable String find(FileName name) {
    Entry entry = names.get(name.key());
    return entry == null ? null : entry.text;
  }

  /** Returns whether a file of this name was received in {@code session}. */
  synchronized boolean cameBy(Object session, FileName name) {
    Entry entry = names.get(name.key());
    return entry != null && entry.session == session;
  }

  synchronized void add(FileName name, Object session) {
    if (names.size() <= namesMax) {
      names.put(name.key(), new Entry(name.text(), session));
    }
  }

  synchronized int size() {
    return names.size();
  }
}
