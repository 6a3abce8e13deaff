package switchboard.transfer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names in the directory of an inbox, under the keys by which some file systems take them for
 * the same. All senders share it, and its size is bounded, however many connections there are. Any
 * thread.
 */
final class NameIndex {
  private final Path directory;
  private final int namesMax;
  private Map<String, Entry> names = Map.of(); // guarded by this; replaced by each refresh

  /**
   * A name that is there.
   *
   * @param text the name
   * @param visit the connection on which the file was received, if it was; compared by identity
   */
  private record Entry(String text, @Nullable Object visit) {}

  NameIndex(Path directory, int namesMax) {
    this.directory = directory;
    this.namesMax = namesMax;
  }

  /**
   * Reads the directory again. Blocks. Of more names than {@link #namesMax} some are left out: then
   * no file is accepted anyway.
   *
   * @throws IOException when it can't be read
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

  /** The name that is there and that some file systems take for {@code name}; null if none is. */
  synchronized @Nullable String find(FileName name) {
    Entry entry = names.get(name.key());
    return entry == null ? null : entry.text;
  }

  /** Whether that name was received on the connection {@code visit}. */
  synchronized boolean cameBy(Object visit, FileName name) {
    Entry entry = names.get(name.key());
    return entry != null && entry.visit == visit;
  }

  synchronized void add(FileName name, Object visit) {
    if (names.size() <= namesMax) {
      names.put(name.key(), new Entry(name.text(), visit));
    }
  }

  synchronized int size() {
    return names.size();
  }
}
