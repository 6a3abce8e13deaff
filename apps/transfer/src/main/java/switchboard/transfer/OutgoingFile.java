package switchboard.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import switchboard.net.internal.TerminalText;

/**
 * A file to send, and the name under which it is announced. Immutable.
 *
 * @param path the path of the file
 * @param name the name that is sent to the receiver
 */
public record OutgoingFile(Path path, String name) {

  /**
   * Returns the regular file at {@code path}. The last element of the path becomes the name that is
   * sent to the receiver.
   *
   * @throws TransferException if {@code path} is not a regular file, or the file is not readable
   */
  public static OutgoingFile of(Path path) throws TransferException {
    String shown = TerminalText.escape(path.toString());
    if (Files.isDirectory(path)) {
      throw new TransferException(
          FailureReason.SOURCE, "'" + shown + "' is a directory; specify the files in it");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new TransferException(FailureReason.SOURCE, "'" + shown + "' is not a regular file");
    }
    if (!Files.isReadable(path)) {
      String what = Files.exists(path) ? "cannot be read: permission denied" : "does not exist";
      throw new TransferException(FailureReason.SOURCE, "'" + shown + "' " + what);
    }
    return new OutgoingFile(path, String.valueOf(path.getFileName()));
  }

  /** {@return the name in a form that is safe to print} */
  public String shownName() {
    return TerminalText.escape(name);
  }

  /**
   * Returns the size of the file in bytes.
   *
   * @throws TransferException if the size cannot be read, or is reported as 0 although the file has
   *     content, which is the case for files in {@code /proc} (proc(5)). A file of unknown size
   *     cannot be sent, because its size must be announced before its content
   */
  long size() throws TransferException {
    try {
      long size = Files.size(path);
      if (size == 0 && givesBytes()) {
        throw new TransferException(
            FailureReason.SOURCE,
            "'"
                + TerminalText.escape(path.toString())
                + "' does not report its size; copy it to a regular file with cat, and send that");
      }
      return size;
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean givesBytes() throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.read() >= 0;
    }
  }

  FileChannel open() throws TransferException {
    try {
      return FileChannel.open(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  TransferException unreadable(IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException _ -> "cannot be read: permission denied";
          case NoSuchFileException _ -> "no longer exists";
          default -> "cannot be read: " + TerminalText.escape(String.valueOf(e.getMessage()));
        };
    return new TransferException(
        FailureReason.SOURCE, "'" + TerminalText.escape(path.toString()) + "' " + reason, e);
  }
}
