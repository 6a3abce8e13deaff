package switchboard.net.spi;

import java.io.IOException;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.support.Waiting;

/**
 * An engine's object for one socket. Only the module {@code switchboard.net} calls handles. The
 * module ensures that at most one thread at a time reads from a handle, and that at most one thread
 * at a time writes to it. Any thread may call the other methods.
 *
 * <p>Methods throw {@link SystemError} if the system refuses an operation. Methods that block call
 * {@link Waiting#park(Object)}. If a deadline passes or the thread is interrupted, they throw the
 * exceptions that {@code park} throws.
 *
 * @since 0.1.0
 */
public interface Handle {

  /**
   * Registers a callback as {@link switchboard.net.Selectable#onReady} specifies. The callback also
   * runs when {@link #close} is called.
   *
   * @param interest the operation that the caller waits for
   * @param wake called at most once, on a thread of the engine or on the calling thread; must not
   *     block
   * @return the registration, which the caller can cancel
   */
  Registration onReady(Interest interest, Runnable wake);

  /** {@return access to the options of this socket} */
  ConnectionOptions options();

  /**
   * Closes the socket and wakes all threads that are blocked in this handle; their calls fail. Any
   * thread may call this. A second call does nothing.
   *
   * @throws IOException if the system reports an error; the handle is closed nevertheless
   */
  void close() throws IOException;
}
