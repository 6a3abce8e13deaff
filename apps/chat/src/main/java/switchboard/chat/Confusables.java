package switchboard.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Computes the skeleton of a name: the name with each character replaced by a prototype, which is
 * the same for all characters that look alike (UTS #39 §4). {@link NickRules} compares skeletons to
 * find names that look alike. The build generates the table of confusable characters from the data
 * of ICU4J. The table is loaded on first use. Thread-safe.
 */
final class Confusables {
  private static final String RESOURCE = "confusables.txt";

  /** The maximum number of lines in the table. For Unicode 17, the table has 4,392 lines. */
  private static final int LINES_MAX = 8_192;

  /**
   * The table of confusable characters. Each line contains a character and its prototype. The lines
   * are sorted by the code point of the character.
   */
  private final String table;

  /** The index in the table at which each line begins. */
  private final int[] lines;

  private Confusables(String table) {
    this.table = table;
    int count = 0;
    int[] begins = new int[LINES_MAX];
    for (int at = 0; at < table.length(); at = table.indexOf('\n', at) + 1) {
      begins[count] = at;
      count++;
    }
    this.lines = Arrays.copyOf(begins, count);
  }

  /**
   * Contains the loaded table. The JVM loads the table when it initialises this class, on first
   * use.
   */
  private static final class Loaded {
    static final Confusables TABLE = new Confusables(read());
  }

  private static String read() {
    try (InputStream resource = Confusables.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(resource, RESOURCE).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the skeleton of {@code text}. Texts with equal skeletons look alike. */
  static String skeleton(String text) {
    var skeleton = new StringBuilder(text.length() + 8);
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
    for (int at = 0; at < decomposed.length(); ) {
      int codePoint = decomposed.codePointAt(at);
      Loaded.TABLE.appendPrototype(codePoint, skeleton);
      at += Character.charCount(codePoint);
    }
    return Normalizer.normalize(skeleton, Normalizer.Form.NFD);
  }

  /** Returns the number of characters that have a prototype other than themselves. */
  static int size() {
    return Loaded.TABLE.lines.length;
  }

  private void appendPrototype(int codePoint, StringBuilder skeleton) {
    int low = 0;
    int high = lines.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = table.codePointAt(lines[middle]);
      if (found == codePoint) {
        int prototype = lines[middle] + Character.charCount(found);
        skeleton.append(table, prototype, table.indexOf('\n', prototype));
        return;
      }
      if (found < codePoint) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    skeleton.appendCodePoint(codePoint);
  }
}
