package switchboard.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What ports are called on this machine, after services(5): a name says who usually listens there,
 * and nothing of who does. Immutable.
 */
public final class ServiceNames {
  /** A name, in which a # may not stand, since it begins a comment; and a port of TCP. */
  private static final Pattern TCP =
      Pattern.compile("\\s*([!-~&&[^#]]+)\\s+([0-9]{1,5})/(?i:tcp)(?![^\\s#])");

  private final Map<Integer, String> names;

  private ServiceNames(Map<Integer, String> names) {
    this.names = names;
  }

  /** The system's own list, {@code /etc/services}. */
  public static ServiceNames system() {
    return read(Path.of("/etc/services"));
  }

  /**
   * Reads a list for TCP; the first name of a port counts. Lines that make no sense are passed
   * over, and without the file no port has a name.
   */
  public static ServiceNames read(Path file) {
    var names = new HashMap<Integer, String>();
    try {
      // The encoding of names nobody has ever laid down; in this one every file is text.
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      text.lines().forEach(line -> add(names, line));
    } catch (IOException absent) {
      names.clear();
    }
    return new ServiceNames(names);
  }

  private static void add(Map<Integer, String> names, String line) {
    var found = TCP.matcher(line);
    if (found.lookingAt()) {
      names.putIfAbsent(Integer.parseInt(found.group(2)), found.group(1));
    }
  }

  /** The usual service of {@code port}, or nothing. */
  public String name(int port) {
    return names.getOrDefault(port, "");
  }
}
