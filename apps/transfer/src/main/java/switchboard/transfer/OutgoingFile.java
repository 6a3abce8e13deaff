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
 * @param path where it is
 * @param name what the receiver is told
 */
public record OutgoingFile(Path path, String name) {

  /**
   * The regular file at {@code path}, under its own name.
   *
   * @throws TransferException when there is none
   */
  public static OutgoingFile of(Path path) throws TransferException {
    String shown = TerminalText.escape(path.toString());
    if (Files.isDirectory(path)) {
      throw new TransferException(
          FailureReason.SOURCE, "'" + shown + "' is a directory; name the files in it");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new TransferException(FailureReason.SOURCE, "'" + shown + "' is no regular file");
    }
    if (!Files.isReadable(path)) {
      String what = Files.exists(path) ? "may not be read" : "does not exist";
      throw new TransferException(FailureReason.SOURCE, "'" + shown + "' " + what);
    }
    return new OutgoingFile(path, String.valueOf(path.getFileName()));
  }

  /** The name as it may be printed. */
  public String shownName() {
    return TerminalText.escape(name);
  }

  /**
   * How many bytes it has.
   *
   * @throws TransferException also when it has none and reading gives some, as with files of procfs
   *     (proc(5)): the receiver is told the size first
   */
  long size() throws TransferException {
    try {
      long size = Files.size(path);
      if (size == 0 && givesBytes()) {
        throw new TransferException(
            FailureReason.SOURCE,
            "'"
                + TerminalText.escape(path.toString())
                + "' does not tell its size; copy it into a file with cat, and send that");
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
          case AccessDeniedException _ -> "may not be read";
          case NoSuchFileException _ -> "is gone";
          default -> "can't be read: " + TerminalText.escape(String.valueOf(e.getMessage()));
        };
    return new TransferException(
        FailureReason.SOURCE, "'" + TerminalText.escape(path.toString()) + "' " + reason, e);
  }
}
