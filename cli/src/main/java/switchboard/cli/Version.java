package switchboard.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Which build this is, as Maven wrote it down. */
final class Version {
  private Version() {}

  static String ofThisBuild() throws IOException {
    try (var written = Version.class.getResourceAsStream("version.txt")) {
      return written == null
          ? "of an unknown build"
          : new String(written.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
