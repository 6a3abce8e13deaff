package switchboard.cli.dissect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;
import switchboard.cli.command.WorkingDirectory;

/** Reads the layout in {@code --layout @FILE} for {@link DissectCommand}. */
final class LayoutFile {
  /**
   * The maximum size of a layout in bytes. The longest layout of this project has less than 1,000
   * bytes.
   */
  static final int BYTES_MAX = 64 * 1024;

  private LayoutFile() {}

  /**
   * Returns the text of the file at {@code path}. Never reads more than {@link #BYTES_MAX} + 1
   * bytes, because the file may be a device that never reports EOF.
   *
   * @throws TypeConversionException if the file cannot be read, is too long or is not UTF-8 text
   */
  static String text(String path) {
    Path file = path(path);
    if (Files.isDirectory(file)) {
      throw new TypeConversionException("'" + path + "' is a directory, not a file with a layout");
    }
    try (var input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new TypeConversionException(
            "'" + path + "' is too long: a layout has at most " + BYTES_MAX + " bytes");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new TypeConversionException("'" + path + "' does not exist");
    } catch (CharacterCodingException e) {
      throw new TypeConversionException("'" + path + "' is not text in UTF-8");
    } catch (IOException e) {
      throw new TypeConversionException("can't read '" + path + "': " + e.getMessage());
    }
  }

  private static Path path(String path) {
    try {
      return WorkingDirectory.path(path);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("can't read '" + path + "': " + e.getMessage());
    }
  }
}
