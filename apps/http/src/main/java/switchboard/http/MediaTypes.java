package switchboard.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Maps file name extensions to media types. The build generates the table from mime-db. Unlike
 * tables of the operating system, this table is the same on every machine. Thread-safe.
 */
final class MediaTypes {
  private static final String UNKNOWN = "application/octet-stream";
  private static final String TABLE = "media-types.txt";
  private static final Map<String, String> BY_EXTENSION = read();

  private MediaTypes() {}

  /** Returns the value of the field {@code Content-Type} for a file with this name. */
  static String of(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
  }

  private static Map<String, String> read() {
    var types = new HashMap<String, String>();
    var stream = Objects.requireNonNull(MediaTypes.class.getResourceAsStream(TABLE), TABLE);
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        String type = line.substring(space + 1);
        boolean text = type.startsWith("text/");
        types.put(line.substring(0, space), text ? type + "; charset=utf-8" : type);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(types);
  }
}
