package switchboard.net;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import switchboard.net.internal.StreamConnection;
import switchboard.net.internal.ThreadPumpedStream;

/**
 * Turns a pair of blocking JDK streams, such as the pipes of a child process, into a {@link
 * Connection}. Thread-safe.
 *
 * <pre>{@code
 * Process sort = new ProcessBuilder("sort").start();
 * try (var piped = Pipes.connection(sort.getInputStream(), sort.getOutputStream())) {
 *   piped.sink().writeLine("b").writeLine("a").shutdownOutput();
 *   System.out.println(piped.source().readText(1000));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Pipes {
  private static final ThreadPumpedStream.Names NAMES =
      new ThreadPumpedStream.Names("switchboard-pipe-in", "switchboard-pipe-out");

  private Pipes() {}

  /**
   * Returns a connection that reads {@code in} and writes {@code out}, with deadlines, half-close
   * and everything else that a {@link Connection} provides. The addresses of the connection are
   * Unix addresses with an empty path. The connection supports no socket options. Does not block.
   *
   * <p>JDK streams have no timeouts, so each direction of the connection uses a platform thread,
   * from the first use of the direction until its end. Closing the connection ends calls that are
   * blocked on it. But a platform thread that is inside {@code in.read} ends only when {@code
   * in.read} returns: for the pipes of a {@link Process}, this happens when the last process that
   * has the other end of the pipe open has exited.
   *
   * <p>A pipe has no reset. {@link Connection#abort} discards the bytes that are not written yet
   * and leaves {@code out} open, because the reader would take a close for EOF. After an abort,
   * destroy the process.
   *
   * @param in owned by the connection, which closes the stream when this direction ends
   * @param out owned by the connection, which closes the stream when this direction ends
   * @return a new connection, which the caller closes
   */
  public static Connection connection(InputStream in, OutputStream out) {
    return connection(in, out, () -> false);
  }

  /**
   * Returns a connection as {@link #connection(InputStream, OutputStream)} does, but this
   * connection can recognize a broken pipe. The JDK describes a failed write only by a text in the
   * language of the locale. Therefore the caller provides a function that determines the cause.
   *
   * @param in owned by the connection, which closes the stream when this direction ends
   * @param out owned by the connection, which closes the stream when this direction ends
   * @param readerGone returns whether the reading end of the pipe is closed. Called after a write
   *     to {@code out} has failed, on the platform thread that writes. If the result is true, the
   *     exception has the {@linkplain NetworkError#errno() errno} {@code EPIPE}. For the pipes of a
   *     {@link Process}, the function can always return true
   * @return a new connection, which the caller closes
   */
  public static Connection connection(
      InputStream in, OutputStream out, BooleanSupplier readerGone) {
    return new StreamConnection(new ThreadPumpedStream(in, out, NAMES, readerGone));
  }
}
