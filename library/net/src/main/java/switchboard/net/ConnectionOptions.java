package switchboard.net;

import java.io.IOException;

/** The options of an open socket, read from and written to the kernel at once. Never blocks. */
public interface ConnectionOptions {

  /** Whether this kind of socket on this engine knows {@code option}. */
  boolean supports(Option<?> option);

  /**
   * What the kernel says now.
   *
   * @throws UnsupportedOperationException when {@link #supports} is false
   */
  <T> T get(Option<T> option) throws IOException;

  /**
   * Sets it; the kernel may round or cap the value, {@link #get} tells.
   *
   * @throws UnsupportedOperationException when {@link #supports} is false
   */
  <T> void set(Option<T> option, T value) throws IOException;
}
