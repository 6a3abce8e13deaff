package switchboard.net;

import java.io.IOException;

/**
 * The options of an open socket, read from and written to the kernel. Thread-safe. Methods do not
 * block.
 *
 * <pre>{@code
 * ConnectionOptions options = connection.options();
 * if (options.supports(Option.KEEP_ALIVE)) {
 *   options.set(Option.KEEP_ALIVE, true);
 * }
 * }</pre>
 *
 * <p>To set options before a socket is opened, use {@link Options}.
 *
 * @since 0.1.0
 */
public interface ConnectionOptions {

  /**
   * Returns whether this socket supports an option. This depends on the kind of the socket and on
   * its engine.
   *
   * @param option any option
   * @return whether {@link #get} and {@link #set} accept the option
   */
  boolean supports(Option<?> option);

  /**
   * Returns the current value of an option.
   *
   * @param <T> the type of the value
   * @param option one that this socket supports
   * @return the value that the kernel uses, which may differ from the value that was set
   * @throws SocketClosedException if the socket is closed
   * @throws IOException if another I/O error occurs
   * @throws UnsupportedOperationException if this socket does not support the option
   */
  <T> T get(Option<T> option) throws IOException;

  /**
   * Sets an option.
   *
   * @param <T> the type of the value
   * @param option one that this socket supports
   * @param value the kernel may round or limit it; {@link #get} returns the result
   * @throws SocketClosedException if the socket is closed
   * @throws IOException if the kernel rejects the value, or another I/O error occurs
   * @throws UnsupportedOperationException if this socket does not support the option
   * @throws IllegalArgumentException if the value is out of range
   */
  <T> void set(Option<T> option, T value) throws IOException;
}
