package switchboard.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names of TCP ports on this machine, from services(5). The name of a port is the name of the
 * service that usually listens at the port; a different service may actually listen there.
 * Immutable.
 */
public final class ServiceNames {
  /**
   * Matches a line with a name and a TCP port. The name contains no #, because # begins a comment.
   */
  private static final Pattern TCP =
      Pattern.compile("\\s*([!-~&&[^#]]+)\\s+([0-9]{1,5})/(?i:tcp)(?![^\\s#])");

  private final Map<Integer, String> names;

  private ServiceNames(Map<Integer, String> names) {
    this.names = names;
  }

  /** {@return the names in {@code /etc/services}} */
  public static ServiceNames system() {
    return read(Path.of("/etc/services"));
  }

  /**
   * Reads the names of TCP ports from a file. If the file contains several names for a port, uses
   * the first name. Skips invalid lines. If the file cannot be read, the result contains no names.
   *
   * @param file a file in the format of services(5)
   */
  public static ServiceNames read(Path file) {
    var names = new HashMap<Integer, String>();
    try {
      // services(5) defines no encoding; ISO 8859-1 can decode any file.
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      text.lines().forEach(line -> add(names, line));
    } catch (IOException unreadable) {
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

  /** {@return the name of a port; empty if the port has no name} */
  public String name(int port) {
    return names.getOrDefault(port, "");
  }
}
