package switchboard.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who wants to hear how a transfer goes; called on the threads that do it, so be quick. */
public interface TransferListener {
  /** Wants to hear nothing. */
  TransferListener NONE = outcome -> {};

  /** So much of a file has passed, often. */
  default void onProgress(String name, long bytes, long size) {}

  /** A file has come to its end, good or bad. */
  void onFileEnd(FileOutcome outcome);

  /**
   * A sender has left; for receivers.
   *
   * @param failure why before the end of the transfer; null when all was said
   */
  default void onDisconnect(@Nullable IOException failure) {}
}
