package switchboard.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The version of this program, read from a resource that the Maven build writes. */
final class Version {
  private Version() {}

  static String ofThisBuild() throws IOException {
    try (var written = Version.class.getResourceAsStream("version.txt")) {
      return written == null
          ? "unknown"
          : new String(written.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
