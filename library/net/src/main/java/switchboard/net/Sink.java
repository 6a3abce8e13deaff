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
 * The buffered writing side of a byte stream, with methods for text, numbers and files. Small
 * writes are collected in a buffer of 16 KiB, and sent when the buffer is full or {@link #flush} is
 * called. {@link Connection#sink} is the sink of a connection:
 *
 * <pre>{@code
 * connection.sink().writeLine("hello").writeInt(42).flush();
 * }</pre>
 *
 * <p>The static methods {@code of} create sinks for other outputs, such as a compressed stream:
 *
 * <pre>{@code
 * Sink zipped = Sink.of(new java.util.zip.GZIPOutputStream(connection.asOutputStream()));
 * }</pre>
 *
 * <p><b>Blocking.</b> A method blocks only when it has to send the content of the buffer. Then it
 * blocks as {@link Connection#write(ByteBuffer)} does and throws the same exceptions. If a call
 * fails before the kernel has accepted a byte, the call has added nothing and can be repeated. If
 * the call fails later, the output of the connection is broken: every later write throws {@link
 * OutputBrokenException}.
 *
 * <p><b>Memory.</b> A sink uses a pooled buffer only while it has bytes to send. Arrays and buffers
 * that are passed to a method can be reused as soon as the method returns, except for a {@link
 * Slice} inside {@link #atomically}.
 *
 * <p><b>Threads.</b> Not thread-safe: only one thread may use a sink at a time.
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
     * Writes at least one of the remaining bytes of {@code source}. The sink calls this method
     * again until no byte remains.
     *
     * @param source its position is advanced by the number of bytes written
     * @throws IOException if an I/O error occurs
     */
    void write(ByteBuffer source) throws IOException;

    /**
     * Flushes this output. {@link Sink#flush} calls this method after all bytes have been written.
     * Default: does nothing.
     *
     * @throws IOException if an I/O error occurs
     */
    default void flush() throws IOException {}

    /**
     * Closes this output. {@link Sink#shutdownOutput} calls this method after all bytes have been
     * written. Default: does nothing.
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
   * Returns a sink that writes to {@code connection}. This is for implementers of {@link
   * Connection}; applications use {@link Connection#sink}.
   *
   * @param connection receives the bytes
   * @return a new sink
   */
  static Sink of(Connection connection) {
    return new ConnectionSink(connection);
  }

  /**
   * Returns a sink that writes to {@code stream}. The sink blocks as the stream does: deadlines and
   * interruption apply only if the stream observes them.
   *
   * @param stream flushed by {@link #flush}, closed by {@link #shutdownOutput}
   * @return a new sink
   */
  static Sink of(OutputStream stream) {
    return of(new StreamOutput(stream));
  }

  /**
   * Returns a sink that writes to {@code file} at the file's position, and advances that position.
   * Interrupting a thread that writes does not close the file.
   *
   * @param file not closed by the sink
   * @return a new sink
   */
  static Sink of(FileChannel file) {
    return of((Output) source -> UninterruptibleCalls.call(() -> file.write(source)));
  }

  /** {@return the number of bytes in the buffer, which are not sent yet} */
  int buffered();

  /**
   * Adds all of {@code bytes}.
   *
   * @param bytes copied, or sent, before this returns
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink write(byte[] bytes) throws IOException;

  /**
   * Adds the remaining bytes of {@code bytes}.
   *
   * @param bytes copied, or sent, before this returns; its position is advanced
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink write(ByteBuffer bytes) throws IOException;

  /**
   * Adds all of {@code bytes}.
   *
   * @param bytes copied, or sent, before this returns. But inside {@link #atomically}, a slice of
   *     16 KiB or more is not copied: until {@code atomically} returns, its bytes must not change,
   *     and the source that returned the slice must not be used
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   * @throws IllegalStateException if the slice is no longer valid
   */
  Sink write(Slice bytes) throws IOException;

  /**
   * Adds a number of 1 to 8 bytes.
   *
   * @param value its lowest {@code bytes} bytes are added; the higher bytes are ignored
   * @param bytes the size of the number, 1 to 8 bytes
   * @param order the byte order of the number
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeNumber(long value, int bytes, ByteOrder order) throws IOException;

  /**
   * Adds all bytes that {@code message} writes, or none: if {@code message} throws an exception,
   * the bytes that it has written are removed from the buffer.
   *
   * <pre>{@code
   * connection.sink().atomically(sink -> sink.writeInt(5).writeText("hello"));
   * }</pre>
   *
   * <p>Nothing is sent while {@code message} runs. Afterwards, the bytes stay in the buffer until
   * the next {@link #flush}. But if the buffer then contains more than 16 KiB, everything is sent
   * immediately, in one {@link Connection#write(ByteBuffer...)}. If sending fails before the kernel
   * has accepted a byte, the message is removed and the call can be repeated; if sending fails
   * later, the output is broken. A nested call adds its bytes to the outer message.
   *
   * @param message adds bytes to the sink that it receives; called once, on the calling thread
   * @throws IOException if {@code message} throws it, or the bytes must be sent and sending fails
   * @throws RuntimeException if {@code message} throws it
   */
  void atomically(WriteAction message) throws IOException;

  /**
   * Adds all bytes that {@code message} writes, or none, as {@link #atomically} does, and sends
   * them together with everything that was buffered before, in one write. If sending fails before
   * the kernel has accepted a byte, the message is removed and the call can be repeated; if sending
   * fails later, the output is broken. Inside {@link #atomically}, this method only adds the bytes
   * to the outer message.
   *
   * @param message adds bytes to the sink that it receives; called once, on the calling thread
   * @throws IOException if {@code message} throws it, or sending fails
   * @throws RuntimeException if {@code message} throws it
   */
  void sendAtomically(WriteAction message) throws IOException;

  /** Discards all bytes in the buffer, without sending them. */
  void discard();

  /**
   * Adds text in UTF-8.
   *
   * @param text added without a terminator
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeText(String text) throws IOException;

  /**
   * Adds text in UTF-8, followed by LF.
   *
   * @param text the line, without a line ending; this method does not check the text for line
   *     endings
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeLine(String text) throws IOException;

  /**
   * Adds text in UTF-8, followed by CR LF.
   *
   * @param text one line, without CR and LF
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   * @throws IllegalArgumentException if the text contains CR or LF, which would split it into two
   *     lines; nothing is added
   */
  Sink writeCrlfLine(String text) throws IOException;

  /**
   * Adds a number in ASCII digits, with a minus sign if it is negative.
   *
   * @param value any value
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeDecimal(long value) throws IOException;

  /**
   * Adds one byte.
   *
   * @param value its low 8 bits are added
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeByte(int value) throws IOException;

  /**
   * Adds a number as two bytes in network byte order (big-endian).
   *
   * @param value its low 16 bits are added
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeShort(int value) throws IOException;

  /**
   * Adds a number as two bytes.
   *
   * @param value its low 16 bits are added
   * @param order the order of the bytes
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeShort(int value, ByteOrder order) throws IOException;

  /**
   * Adds a number as four bytes in network byte order (big-endian).
   *
   * @param value signed or unsigned
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeInt(int value) throws IOException;

  /**
   * Adds a number as four bytes.
   *
   * @param value signed or unsigned
   * @param order the order of the bytes
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeInt(int value, ByteOrder order) throws IOException;

  /**
   * Adds a number as eight bytes in network byte order (big-endian).
   *
   * @param value signed or unsigned
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeLong(long value) throws IOException;

  /**
   * Adds a number as eight bytes.
   *
   * @param value signed or unsigned
   * @param order the order of the bytes
   * @return this sink
   * @throws IOException if the content of the buffer must be sent, and sending fails
   */
  Sink writeLong(long value, ByteOrder order) throws IOException;

  /**
   * Sends all buffered bytes. Blocks until the kernel has accepted them. If the call times out or
   * is interrupted before the kernel has accepted a byte, it can be repeated; if this happens
   * later, the output is broken. Inside {@link #atomically}, this method does nothing.
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
   * connection; any other sink blocks if its output does.
   *
   * @return true if no byte is left in the buffer
   * @throws IOException if an I/O error occurs
   */
  boolean tryFlush() throws IOException;

  /**
   * Flushes the buffer, and then sends the remaining bytes of {@code range}, as {@link
   * Connection#transferFrom} does. Blocks until the kernel has accepted all bytes.
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes sent from the file; if the file ends before the range does, this is
   *     less than {@code range.remaining()} was before the call
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}
   */
  long transferFrom(FileRange range) throws IOException;

  /**
   * Flushes the buffer, and then shuts down the output: the peer reads EOF after the last byte. See
   * {@link Connection#shutdownOutput}. If this is the sink of an {@link OutputStream}, closes that
   * stream.
   *
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}
   */
  void shutdownOutput() throws IOException;
}
