package switchboard.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Is notified of the progress of a transfer and of the outcome of each file. The threads of the
 * transfer call these methods, so a method that blocks delays the transfer. A sender calls {@link
 * #onProgress} and {@link #onFileEnd} on different threads.
 */
public interface TransferListener {
  /** A listener that ignores all notifications. */
  TransferListener NONE = outcome -> {};

  /**
   * Called each time some bytes of a file were transferred. For a file of many bytes, there are
   * many calls.
   *
   * @param name the name of the file, safe to print
   * @param bytes the number of bytes transferred so far
   * @param size the size of the file in bytes
   */
  default void onProgress(String name, long bytes, long size) {}

  /**
   * Called once for each file, when the file was transferred or has failed.
   *
   * @param outcome the result of the file
   */
  void onFileEnd(FileOutcome outcome);

  /**
   * Called by a receiver when the connection of a sender has ended. A sender does not call this
   * method.
   *
   * @param failure the error that ended the transfer early; null if the transfer was complete
   */
  default void onDisconnect(@Nullable IOException failure) {}
}
