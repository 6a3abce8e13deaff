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
  // guarded by this; each call of refresh() replaces the map
  private Map<String, Entry> names = Map.of();

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
   * Reads the names in the directory again. Blocks until they are read. Stops when there are more
   * than {@link #namesMax} names, because the inbox then accepts no further file.
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
   * Returns the name of an existing file that has the same name as {@code name}, or a name that
   * some file systems treat as the same name. Returns null if there is no such file.
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
