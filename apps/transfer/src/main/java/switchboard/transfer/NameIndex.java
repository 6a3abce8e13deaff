package switchboard.transfer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names in the directory of an inbox, by {@link FileName#key}. All connections share one index,
 * whose size is bounded. Thread-safe.
 */
final class NameIndex {
  private final Path directory;
  private final int namesMax;
  private Map<String, Entry> names = Map.of(); // guarded by this; replaced by each refresh

  /**
   * An existing name.
   *
   * @param text the name
   * @param session the session in which the file was received, compared by identity; null for a
   *     file that existed before
   */
  private record Entry(String text, @Nullable Object session) {}

  NameIndex(Path directory, int namesMax) {
    this.directory = directory;
    this.namesMax = namesMax;
  }

  /**
   * Reads the directory again. Blocks. Stops after {@link #namesMax} names: then the directory is
   * full and no other file is accepted.
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
   * Returns the existing name that equals {@code name}, or is the same name on some file systems;
   * null if there is none.
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
