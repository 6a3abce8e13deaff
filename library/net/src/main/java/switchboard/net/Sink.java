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
 * Writes a byte stream: a buffer with methods for text, numbers and files. Small writes are
 * collected and sent when {@link #flush} is called or the buffer (16 KiB) is full. {@link
 * Connection#sink} is the sink of a connection:
 *
 * <pre>{@code
 * connection.sink().writeLine("hello").writeInt(42).flush();
 * }</pre>
 *
 * <p>The methods {@code of} return sinks of anything else, such as a transformed stream:
 *
 * <pre>{@code
 * Sink zipped = Sink.of(new java.util.zip.GZIPOutputStream(connection.asOutputStream()));
 * }</pre>
 *
 * <p><b>Blocking.</b> A method blocks only when it has to send the buffer; then it blocks as {@link
 * Connection#write(ByteBuffer)} does and throws the same exceptions. A call that throws before the
 * kernel has accepted a byte has added nothing and can be repeated. If bytes had been accepted, the
 * output of the connection is broken: {@link OutputBrokenException}.
 *
 * <p><b>Memory.</b> A sink holds a pooled buffer only while it has bytes to send. Arrays and
 * buffers that are passed to a method can be reused as soon as it returns, except for a {@link
 * Slice} inside {@link #atomically}.
 *
 * <p><b>Threads.</b> Not thread-safe: to be used by one thread at a time.
 *
 * @since 0.1.0
 */
public sealed interface Sink extends Flushable permits BufferedSink {

  /**
   * A byte stream that a sink can write to. A functional interface, so that a lambda can implement
   * it.
   */
  @FunctionalInterface
  interface Output {

    /**
     * Writes at least one of the remaining bytes of {@code source}; called again until none
     * remains.
     *
     * @param source its position is advanced by the number of bytes written
     * @throws IOException if an I/O error occurs
     */
    void write(ByteBuffer source) throws IOException;

    /**
     * Called by {@link Sink#flush} after all bytes have been written. Default: does nothing.
     *
     * @throws IOException if an I/O error occurs
     */
    default void flush() throws IOException {}

    /**
     * Called by {@link Sink#shutdownOutput} after all bytes have been written. Default: does
     * nothing.
     *
     * @throws IOException if an I/O error occurs
     */
    default void close() throws IOException {}
  }

  /**
   * Returns a sink that writes to {@code output}. Deadlines and interruption apply only if the
   * output observes them.
   *
   * @param output called by the thread that uses the sink
   * @return a new sink
   */
  static Sink of(Output output) {
    return new OutputSink(output);
  }

  /**
   * Returns a sink that writes to {@code connection}. For implementers of {@link Connection};
   * others use {@link Connection#sink}.
   *
   * @param connection receives the bytes
   * @return a new sink
   */
  static Sink of(Connection connection) {
    return new ConnectionSink(connection);
  }

  /**
   * Returns a sink that writes to {@code stream}. It blocks as the stream does: deadlines and
   * interruption apply only if the stream observes them.
   *
   * @param stream flushed by {@link #flush}, closed by {@link #shutdownOutput}
   * @return a new sink
   */
  static Sink of(OutputStream stream) {
    return of(new StreamOutput(stream));
  }

  /**
   * Returns a sink that writes to {@code file} at the file's position, which advances. Interrupting
   * the thread does not close the file.
   *
   * @param file not closed by the sink
   * @return a new sink
   */
  static Sink of(FileChannel file) {
    return of((Output) source -> UninterruptibleCalls.call(() -> file.write(source)));
  }

  /** {@return the number of bytes that are buffered and not yet sent} */
  int buffered();

  /**
   * Adds all of {@code bytes}.
   *
   * @param bytes copied, or sent, before this returns
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink write(byte[] bytes) throws IOException;

  /**
   * Adds the remaining bytes of {@code bytes}.
   *
   * @param bytes copied, or sent, before this returns; its position is advanced
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink write(ByteBuffer bytes) throws IOException;

  /**
   * Adds all of {@code bytes}.
   *
   * @param bytes copied, or sent, before this returns. Inside {@link #atomically}, a slice of 16
   *     KiB or more is not copied: then its bytes must stay unchanged, and the source it comes from
   *     must not be used, until {@code atomically} returns
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   * @throws IllegalStateException if the slice is no longer valid
   */
  Sink write(Slice bytes) throws IOException;

  /**
   * Adds a number with a chosen size.
   *
   * @param value its low bytes are added, and the others are ignored
   * @param bytes the size of the number, 1 to 8 bytes
   * @param order the order of its bytes
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeNumber(long value, int bytes, ByteOrder order) throws IOException;

  /**
   * Adds all bytes that {@code message} adds, or none. If {@code message} throws, everything that
   * it has added is removed.
   *
   * <pre>{@code
   * connection.sink().atomically(sink -> sink.writeInt(5).writeText("hello"));
   * }</pre>
   *
   * <p>Nothing is sent while {@code message} runs. Afterwards the bytes stay in the buffer until
   * the next {@link #flush}, or are sent at once if more than 16 KiB are waiting, in one {@link
   * Connection#write(ByteBuffer...)}. If that fails before the kernel has accepted a byte, the
   * message is removed and the call can be repeated; if it fails later, the output is broken. A
   * call inside another one adds to the outer message.
   *
   * @param message adds bytes to the sink that it receives; run once, on the calling thread
   * @throws IOException if {@code message} throws it, or the bytes have to be sent and that fails
   * @throws RuntimeException if {@code message} throws it
   */
  void atomically(WriteAction message) throws IOException;

  /**
   * Adds all bytes that {@code message} adds, or none, and sends them with everything that was
   * buffered before, in one write. If that fails before the kernel has accepted a byte, the message
   * is removed and the call can be repeated; if it fails later, the output is broken. Inside {@link
   * #atomically} this only adds to the outer message.
   *
   * @param message adds bytes to the sink that it receives; run once, on the calling thread
   * @throws IOException if {@code message} throws it, or sending fails
   * @throws RuntimeException if {@code message} throws it
   */
  void sendAtomically(WriteAction message) throws IOException;

  /** Removes all bytes that are buffered and not yet sent. */
  void discard();

  /**
   * Adds text in UTF-8.
   *
   * @param text added without a terminator
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeText(String text) throws IOException;

  /**
   * Adds text in UTF-8, followed by LF.
   *
   * @param text not checked for line endings
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeLine(String text) throws IOException;

  /**
   * Adds text in UTF-8, followed by CR LF.
   *
   * @param text one line, without CR and LF
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   * @throws IllegalArgumentException if the text contains CR or LF, which would split it into two
   *     lines; nothing is added
   */
  Sink writeCrlfLine(String text) throws IOException;

  /**
   * Adds a number in ASCII digits, with a minus sign if it is negative.
   *
   * @param value any value
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeDecimal(long value) throws IOException;

  /**
   * Adds one byte.
   *
   * @param value its low 8 bits are added
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeByte(int value) throws IOException;

  /**
   * Adds a number as two bytes in network byte order (big-endian).
   *
   * @param value its low 16 bits are added
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeShort(int value) throws IOException;

  /**
   * Adds a number as two bytes.
   *
   * @param value its low 16 bits are added
   * @param order the order of the bytes
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeShort(int value, ByteOrder order) throws IOException;

  /**
   * Adds a number as four bytes in network byte order (big-endian).
   *
   * @param value signed or unsigned
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeInt(int value) throws IOException;

  /**
   * Adds a number as four bytes.
   *
   * @param value signed or unsigned
   * @param order the order of the bytes
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeInt(int value, ByteOrder order) throws IOException;

  /**
   * Adds a number as eight bytes in network byte order (big-endian).
   *
   * @param value signed or unsigned
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeLong(long value) throws IOException;

  /**
   * Adds a number as eight bytes.
   *
   * @param value signed or unsigned
   * @param order the order of the bytes
   * @return this sink
   * @throws IOException if the buffer has to be sent and that fails
   */
  Sink writeLong(long value, ByteOrder order) throws IOException;

  /**
   * Sends all buffered bytes. Blocks until the kernel has accepted them. If this times out or is
   * interrupted before the first byte, it can be repeated; if that happens later, the output is
   * broken. Inside {@link #atomically} this does nothing.
   *
   * @throws ConnectionLostException if the connection is lost, or the peer no longer reads
   * @throws OutputBrokenException if an earlier write stopped after its first byte, or the output
   *     was shut down
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  @Override
  void flush() throws IOException;

  /**
   * Sends as many buffered bytes as the kernel accepts now. Does not block if this is the sink of a
   * connection; a sink of anything else blocks as its output does.
   *
   * @return true if no byte is left in the buffer
   * @throws IOException if an I/O error occurs
   */
  boolean tryFlush() throws IOException;

  /**
   * Flushes the buffer, then sends what remains of {@code range}, as {@link
   * Connection#transferFrom} does. Blocks until the kernel has accepted everything.
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes of the file; fewer than {@code range} had remaining if the file is
   *     shorter
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}
   */
  long transferFrom(FileRange range) throws IOException;

  /**
   * Flushes the buffer, then shuts down the output: the peer reads EOF after the last byte. See
   * {@link Connection#shutdownOutput}; a sink of an {@link OutputStream} closes it.
   *
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}
   */
  void shutdownOutput() throws IOException;
}
