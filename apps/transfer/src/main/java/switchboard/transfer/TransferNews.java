package switchboard.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who wants to hear how a transfer goes; called on the threads that do it, so be quick. */
public interface TransferNews {
  /** Wants to hear nothing. */
  TransferNews NONE = outcome -> {};

  /** So much of a file has passed, often. */
  default void moved(String name, long bytes, long size) {}

  /** A file has come to its end, good or bad. */
  void ended(FileOutcome outcome);

  /**
   * A sender has left; for receivers.
   *
   * @param failure why before the end of the transfer; null when all was said
   */
  default void parted(@Nullable IOException failure) {}
}
