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
   * and everything else that a {@link Connection} provides. Its addresses are Unix addresses with
   * an empty path, and it supports no options. Does not block.
   *
   * <p>JDK streams have no timeouts, so each direction uses a platform thread from its first use
   * until it ends. Closing the connection wakes the threads that are blocked in it. A platform
   * thread that is inside {@code in.read} ends only when that returns: for the pipes of a {@link
   * Process}, when the last process that holds the other end has exited.
   *
   * <p>A pipe has no reset. {@link Connection#abort} discards the bytes on their way and leaves
   * {@code out} open, because closing it would look like EOF; destroy the process then.
   *
   * @param in owned by the connection, which closes it when this direction ends
   * @param out owned by the connection, which closes it when this direction ends
   * @return a new connection, which the caller closes
   */
  public static Connection connection(InputStream in, OutputStream out) {
    return connection(in, out, () -> false);
  }

  /**
   * Returns a connection as {@link #connection(InputStream, OutputStream)} does, which can
   * recognize a broken pipe. The JDK reports every failed write by a text in the language of the
   * locale, so the caller has to say what a failure means.
   *
   * @param in owned by the connection, which closes it when this direction ends
   * @param out owned by the connection, which closes it when this direction ends
   * @param readerGone called after a write to {@code out} has failed, on the platform thread that
   *     writes to it. If it returns true, the failure means that the reading end is closed: then
   *     the error has the {@linkplain NetworkError#errno() errno} {@code EPIPE}. For the pipes of a
   *     {@link Process} it can always return true
   * @return a new connection, which the caller closes
   */
  public static Connection connection(
      InputStream in, OutputStream out, BooleanSupplier readerGone) {
    return new StreamConnection(new ThreadPumpedStream(in, out, NAMES, readerGone));
  }
}
