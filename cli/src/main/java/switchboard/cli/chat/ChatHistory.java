package switchboard.cli.chat;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The history file of the lines that the user has typed in chats. Only the owner of the file can
 * read and write it.
 */
final class ChatHistory {
  private static final System.Logger LOG = System.getLogger("switchboard.cli");
  private static final String NAME = "chat-history";

  private ChatHistory() {}

  /**
   * Returns the path of the history file, after creating the file if it does not exist. Returns
   * empty if the file cannot be created.
   */
  static Optional<Path> file(Map<String, String> environment) {
    Path file = directory(environment).resolve(NAME);
    try {
      var ofOwner = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(
          file.toAbsolutePath().getParent(), PosixFilePermissions.asFileAttribute(ofOwner));
      keepPrivate(file);
      return Optional.of(file);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(Level.INFO, "cannot create the chat history file " + file, e);
      return Optional.empty();
    }
  }

  private static void keepPrivate(Path file) throws IOException {
    var ofOwner = PosixFilePermissions.fromString("rw-------");
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(ofOwner));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, ofOwner);
    }
  }

  /**
   * Returns the directory in which this program stores its state (XDG Base Directory Specification
   * 0.8).
   */
  private static Path directory(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    // The XDG specification requires that a program ignores a relative path.
    boolean isSet = !state.isEmpty() && Path.of(state).isAbsolute();
    return (isSet ? Path.of(state) : home.resolve(".local/state")).resolve("switchboard");
  }
}
