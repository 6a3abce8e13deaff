package switchboard.net;

import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import switchboard.net.internal.BufferedSink;
import switchboard.net.internal.ConnectionSink;
import switchboard.net.internal.OutputSink;
import switchboard.net.internal.StreamOutput;
import switchboard.net.spi.support.UninterruptibleCalls;

/**
 * Writes a stream of bytes: gathers small writes and sends them when {@link #flush} is called or
 * the buffer (16 KiB) is full. {@link Connection#sink} is the usual one; {@link #of(OutputStream)}
 * and its siblings write to anything else, so a transformed stream is one line:
 *
 * <pre>{@code
 * Sink zipped = Sink.of(new java.util.zip.GZIPOutputStream(connection.asOutputStream()));
 * }</pre>
 *
 * <p>A method blocks only when the buffer has to be sent, as {@link Connection#write} does and with
 * the same exceptions. A sink holds a buffer of the pool only while there are bytes to send.
 * Belongs to one thread at a time.
 */
public sealed interface Sink extends Flushable permits BufferedSink {

  /** A stream of bytes that a sink can write to: one method, so that a lambda will do. */
  @FunctionalInterface
  interface Output {

    /**
     * Writes at least one of the bytes of {@code source} and advances its position.
     *
     * @throws IOException if writing fails
     */
    void write(ByteBuffer source) throws IOException;

    /**
     * Called by {@link Sink#flush} once all bytes have been written. Does nothing by default.
     *
     * @throws IOException if flushing fails
     */
    default void flush() throws IOException {}

    /**
     * Called by {@link Sink#shutdownOutput} once all bytes have been written. Does nothing by
     * default.
     *
     * @throws IOException if closing fails
     */
    default void close() throws IOException {}
  }

  /** Returns a sink that writes to {@code output}. */
  static Sink of(Output output) {
    return new OutputSink(output);
  }

  /**
   * Returns a sink that writes to {@code connection}. For implementers of {@link Connection};
   * others use {@link Connection#sink}.
   */
  static Sink of(Connection connection) {
    return new ConnectionSink(connection);
  }

  /** Returns a sink that writes to {@code stream}; {@link #shutdownOutput} closes the stream. */
  static Sink of(OutputStream stream) {
    return of(new StreamOutput(stream));
  }

  /** Returns a sink that writes to {@code file} at the file's own position. */
  static Sink of(FileChannel file) {
    return of((Output) source -> UninterruptibleCalls.call(() -> file.write(source)));
  }

  /** How many bytes wait for {@link #flush}. */
  int buffered();

  /** Adds all of {@code bytes}. */
  Sink write(byte[] bytes) throws IOException;

  /** Adds what remains in {@code bytes}, and takes it from there. */
  Sink write(ByteBuffer bytes) throws IOException;

  /**
   * Adds {@code bytes}. Inside {@link #atomically} large ones are not copied: they stay as they are
   * until that returns.
   */
  Sink write(Slice bytes) throws IOException;

  /** Adds the low {@code bytes} bytes of {@code value}, 1 to 8. */
  Sink writeNumber(long value, int bytes, ByteOrder order) throws IOException;

  /**
   * Adds all that {@code message} adds, or nothing. It is sent with the next {@link #flush}; or
   * now, if more than a buffer holds (16 KiB) waits then. Whatever is sent goes out in one {@link
   * Connection#write(ByteBuffer...)}: so if this fails before the first byte of the message was
   * accepted nothing of it was added, and it may be repeated; if it fails later the output is
   * broken.
   *
   * @throws RuntimeException what {@code message} throws; nothing of it was added
   */
  void atomically(WriteAction message) throws IOException;

  /** Does as {@link #atomically}, and flushes: the message is sent, or nothing of it was added. */
  void sendAtomically(WriteAction message) throws IOException;

  /** Forgets what was added and not sent. */
  void discard();

  /** Adds {@code text} in UTF-8. */
  Sink writeText(String text) throws IOException;

  /** Adds {@code text} in UTF-8, and LF. */
  Sink writeLine(String text) throws IOException;

  /**
   * Adds {@code text} in UTF-8, and CR LF.
   *
   * @throws IllegalArgumentException when the text contains CR or LF, which would make two lines of
   *     it; nothing was added
   */
  Sink writeCrlfLine(String text) throws IOException;

  /** Adds {@code value} in decimal digits, with a minus sign if it is negative. */
  Sink writeDecimal(long value) throws IOException;

  /** Adds one byte, the low eight bits of {@code value}. */
  Sink writeByte(int value) throws IOException;

  /** Adds two bytes in network byte order, the low sixteen bits of {@code value}. */
  Sink writeShort(int value) throws IOException;

  /** Adds two bytes in {@code order}. */
  Sink writeShort(int value, ByteOrder order) throws IOException;

  /** Adds four bytes in network byte order. */
  Sink writeInt(int value) throws IOException;

  /** Adds four bytes in {@code order}. */
  Sink writeInt(int value, ByteOrder order) throws IOException;

  /** Adds eight bytes in network byte order. */
  Sink writeLong(long value) throws IOException;

  /** Adds eight bytes in {@code order}. */
  Sink writeLong(long value, ByteOrder order) throws IOException;

  /**
   * Sends what the kernel takes now; never blocks.
   *
   * @return whether nothing is left that was added
   */
  boolean tryFlush() throws IOException;

  /**
   * Flushes, and sends what remains of {@code range}, as {@link Connection#transferFrom} does.
   *
   * @return the number of bytes; fewer than remained when the file ended before
   */
  long transferFrom(FileRange range) throws IOException;

  /** Flushes, and ends the stream towards the peer. */
  void shutdownOutput() throws IOException;
}
