package switchboard.net;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import switchboard.net.internal.StreamConnection;
import switchboard.net.internal.ThreadPumpedStream;

/** The JDK's blocking streams as connections: pipes to another program, above all. Any thread. */
public final class Pipes {
  private static final ThreadPumpedStream.Names NAMES =
      new ThreadPumpedStream.Names("switchboard-pipe-in", "switchboard-pipe-out");

  private Pipes() {}

  /**
   * A connection that reads {@code in} and writes {@code out}, with deadlines, half-close and
   * everything else that a connection promises. It owns both and closes them, each when its
   * direction has ended. Its addresses are empty, and it has no options.
   *
   * <p>Each direction costs a platform thread from its first use to its end, since such streams can
   * neither be timed nor woken. So closing wakes whoever is blocked here, but a thread that is
   * inside a read of {@code in} ends only when that returns: for the pipes of a {@link Process},
   * when the last program that holds the other end has ended.
   *
   * <p>A pipe knows no reset. {@link Connection#abort} drops what is on its way and leaves {@code
   * out} open, since closing it would look like an end: destroy the program then.
   */
  public static Connection connection(InputStream in, OutputStream out) {
    return connection(in, out, () -> false);
  }

  /**
   * As {@link #connection(InputStream, OutputStream)}, with a fact by which a failed write is told
   * apart: the JDK reports each by a text in the language of the locale.
   *
   * @param readerGone whether a write to {@code out} that has just failed did so because nobody
   *     reads any more; always true for the pipes of a {@link Process}. The error then has the
   *     {@linkplain NetworkError#errno() name} {@code EPIPE}. Called on the thread that writes
   */
  public static Connection connection(
      InputStream in, OutputStream out, BooleanSupplier readerGone) {
    return new StreamConnection(new ThreadPumpedStream(in, out, NAMES, readerGone));
  }
}
