package switchboard.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Receives the progress and the outcomes of a transfer. The methods are called on the threads of
 * the transfer, and delay it while they run. A sender calls {@link #onProgress} and {@link
 * #onFileEnd} on different threads.
 */
public interface TransferListener {
  /** Ignores everything. */
  TransferListener NONE = outcome -> {};

  /**
   * Some bytes of a file were transferred. Called often.
   *
   * @param name the name of the file, safe to print
   * @param bytes the number of bytes so far
   * @param size the size of the file in bytes
   */
  default void onProgress(String name, long bytes, long size) {}

  /**
   * A file was transferred or has failed. Called once for each file.
   *
   * @param outcome the result
   */
  void onFileEnd(FileOutcome outcome);

  /**
   * The connection of a sender has ended. Called only at a receiver.
   *
   * @param failure the error that ended the transfer early; null if the transfer was complete
   */
  default void onDisconnect(@Nullable IOException failure) {}
}
