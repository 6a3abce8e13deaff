package switchboard.cli.chat;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** The file that keeps what a person typed in chats, for himself alone. */
final class ChatHistory {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");
  private static final String NAME = "chat-history";

  private ChatHistory() {}

  /** The file, made if it is not there; nothing where none can be kept. */
  static Optional<Path> file(Map<String, String> environment) {
    Path file = directory(environment).resolve(NAME);
    try {
      var ofOwner = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(
          file.toAbsolutePath().getParent(), PosixFilePermissions.asFileAttribute(ofOwner));
      keepPrivate(file);
      return Optional.of(file);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(Level.INFO, "no history is kept in " + file, e);
      return Optional.empty();
    }
  }

  private static void keepPrivate(Path file) throws IOException {
    var ofOwner = PosixFilePermissions.fromString("rw-------");
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(ofOwner));
    } catch (FileAlreadyExistsException itIs) {
      Files.setPosixFilePermissions(file, ofOwner);
    }
  }

  /** Where programs keep their state: XDG Base Directory Specification, version 0.8. */
  private static Path directory(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    // A relative path is invalid there, and to be ignored.
    boolean isSet = !state.isEmpty() && Path.of(state).isAbsolute();
    return (isSet ? Path.of(state) : home.resolve(".local/state")).resolve("switchboard");
  }
}
