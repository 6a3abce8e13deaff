package switchboard.net;

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.BufferedSource;
import switchboard.net.internal.StreamInput;
import switchboard.net.spi.support.UninterruptibleCalls;

/**
 * Reads a byte stream: a buffer with methods for lines, numbers, text and files. {@link
 * Connection#source} is the source of a connection:
 *
 * <pre>{@code
 * Source source = connection.source();
 * String name = source.readLine(1024);
 * int length = source.readInt();
 * byte[] body = source.readExactly(Math.min(length, 65_536));
 * }</pre>
 *
 * <p>The methods {@code of} return sources of anything else, such as a transformed stream:
 *
 * <pre>{@code
 * Source unzipped = Source.of(new java.util.zip.GZIPInputStream(connection.asInputStream()));
 * }</pre>
 *
 * <p><b>Blocking.</b> A method blocks until it has everything that it returns. Deadlines and
 * interruption end it early, as for {@link Connection#read}. {@link #buffered}, {@link #peek},
 * {@link #byteAt}, {@link #numberAt}, {@link #indexOf} and {@link #readSlice} use only bytes that
 * are buffered, and never block.
 *
 * <p><b>All or nothing.</b> A method that throws has consumed nothing and can be called again. This
 * does not apply to {@link #skip}, {@link #skipPast}, {@link #skipPastCrlf} and {@code transferTo},
 * which consume bytes as they arrive, nor where a {@code @throws} says otherwise. Use {@link
 * #atomically} to make several calls all-or-nothing with regard to timeouts and interruption.
 *
 * <p><b>Memory.</b> Every method that reads data of unknown length takes a maximum. A source holds
 * a pooled buffer only while it has unread bytes. A buffer larger than 16 KiB counts against the
 * memory budget of the process (system property {@code switchboard.memory}, in bytes; default: a
 * quarter of the maximum heap). If the budget is used up, a method throws a {@link
 * SystemCallException} with the errno {@code ENOBUFS}.
 *
 * <p><b>Threads.</b> Not thread-safe: to be used by one thread at a time. Only {@link #autoFlush}
 * may be called by any thread.
 *
 * <p><b>Errors.</b> Every method that can block throws the exceptions of {@link Connection#read}.
 *
 * @since 0.1.0
 */
public sealed interface Source permits BufferedSource {

  /**
   * A byte stream that a source can read. A functional interface, so that a lambda can implement
   * it.
   */
  @FunctionalInterface
  interface Input {

    /**
     * Reads at least one byte. Blocks until there is one, or EOF.
     *
     * @param target receives the bytes at its position; has space for at least one
     * @return the number of bytes read, or -1 at EOF; after 0 this is called again
     * @throws IOException if an I/O error occurs
     */
    int read(ByteBuffer target) throws IOException;
  }

  /**
   * Returns a source that reads {@code input}. Deadlines and interruption apply only if the input
   * observes them.
   *
   * @param input called by the thread that uses the source
   * @return a new source
   */
  static Source of(Input input) {
    return new BufferedSource(input);
  }

  /**
   * Returns a source that reads {@code connection}. For implementers of {@link Connection}; others
   * use {@link Connection#source}.
   *
   * @param connection must not be read in another way while the source is in use
   * @return a new source
   */
  static Source of(Connection connection) {
    return new BufferedSource(connection);
  }

  /**
   * Returns a source that reads {@code stream}. It blocks as the stream does: deadlines and
   * interruption apply only if the stream observes them.
   *
   * @param stream not closed by the source
   * @return a new source
   */
  static Source of(InputStream stream) {
    return of(new StreamInput(stream));
  }

  /**
   * Returns a source that reads {@code file} from the file's position, which advances. Interrupting
   * the thread does not close the file.
   *
   * @param file not closed by the source
   * @return a new source
   */
  static Source of(FileChannel file) {
    return of((Input) target -> UninterruptibleCalls.call(() -> file.read(target)));
  }

  /**
   * Returns a source that reads {@code bytes} from its position to its limit, such as the payload
   * of a datagram. Never blocks.
   *
   * @param bytes not copied, so its content must not change while the source is in use; its
   *     position does not change
   * @return a new source
   */
  static Source of(ByteBuffer bytes) {
    return new BufferedSource(bytes);
  }

  /** {@return the number of buffered bytes, which can be read without blocking} */
  int buffered();

  /**
   * Blocks until a byte is buffered, or EOF.
   *
   * @return true if EOF was reached and every byte has been consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  boolean exhausted() throws IOException;

  /**
   * Blocks until at least {@code count} bytes are buffered, or EOF. Consumes nothing. The buffer
   * grows as bytes arrive.
   *
   * @param count the number of bytes
   * @return false if EOF came first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  boolean request(int count) throws IOException;

  /**
   * Copies the next buffered bytes and does not consume them. Never blocks.
   *
   * @param bytesMax the maximum number of bytes, at least 0
   * @return a new array with the bytes that are buffered, at most {@code bytesMax}
   */
  byte[] peek(int bytesMax);

  /**
   * Returns a buffered byte and does not consume it. Never blocks.
   *
   * @param at the index among the buffered bytes; 0 is the next one
   * @return the byte
   * @throws IndexOutOfBoundsException if {@code at} is not less than {@link #buffered}
   */
  byte byteAt(int at);

  /**
   * Returns an unsigned number from buffered bytes and does not consume them. Never blocks.
   *
   * @param at the index of its first byte among the buffered bytes; 0 is the next one
   * @param bytes the size of the number, 1 to 8 bytes
   * @param order the order of its bytes
   * @return the number; negative if it has 8 bytes and the highest bit is set
   * @throws IndexOutOfBoundsException if fewer bytes are buffered
   */
  long numberAt(int at, int bytes, ByteOrder order);

  /**
   * Searches the buffered bytes and consumes nothing. Never blocks.
   *
   * @param wanted the byte to find
   * @param from the index to start at; 0 is the next byte
   * @param to the index to stop before
   * @return the index of the first occurrence, or -1
   * @throws IndexOutOfBoundsException if the range exceeds the buffered bytes
   */
  int indexOf(byte wanted, int from, int to);

  /**
   * Consumes buffered bytes and returns a view of a part of them without a copy. Never blocks.
   *
   * <pre>{@code
   * Source source = connection.source();
   * if (source.request(6)) {
   *   Slice body = source.readSlice(2, 4, 0); // skips a two-byte header
   *   System.out.println(body.intAt(0, java.nio.ByteOrder.BIG_ENDIAN));
   * }
   * }</pre>
   *
   * @param before the number of bytes to skip first
   * @param count the number of bytes in the view
   * @param behind the number of bytes to skip after those
   * @return a view, which is valid until this source is used again
   * @throws IllegalArgumentException if a number is negative, or fewer bytes are buffered
   */
  Slice readSlice(int before, int count, int behind);

  /**
   * Runs {@code reading} so that a timeout or an interruption inside it consumes nothing: all bytes
   * that it has read are put back, and it can be repeated. If it throws anything else, the bytes
   * that it has read stay consumed. Calls can be nested; an inner call puts back only its own
   * bytes.
   *
   * <pre>{@code
   * Source source = connection.source();
   * byte[] message = source.atomically(() -> source.readExactly(source.readByte() & 0xFF));
   * }</pre>
   *
   * <p>All bytes that {@code reading} consumes stay in memory until it ends, so it must limit their
   * number. Inside, {@link #skip}, {@link #skipPast} and {@link #skipPastCrlf} consume at most 1
   * MiB together, and {@code transferTo} throws an {@link IllegalStateException}.
   *
   * @param <T> the type of the result
   * @param reading reads from this source; run once, on the calling thread
   * @return the result of {@code reading}
   * @throws DeadlineExceededException if a deadline of the thread passes; nothing is consumed
   * @throws OperationInterruptedException if the thread is interrupted; nothing is consumed
   * @throws IOException if {@code reading} throws it
   */
  <T extends @Nullable Object> T atomically(ReadAction<T> reading) throws IOException;

  /**
   * Flushes {@code output} from now on before each wait for more bytes, so that a request is not
   * left in the buffer while its response is awaited. Replaces the previous output. Any thread may
   * call this.
   *
   * @param output usually the sink of the same connection
   */
  void autoFlush(Flushable output);

  /**
   * Reads the bytes that are available, as many as fit. Blocks only if none are available.
   *
   * @param target receives the bytes at its position, which is advanced
   * @return the number of bytes; -1 at EOF; 0 if {@code target} has no space
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Reads the bytes that are available. Blocks only if none are available.
   *
   * <pre>{@code
   * for (byte[] some; (some = connection.source().readSome(1024)) != null; ) {
   *   connection.sink().write(some).flush();
   * }
   * }</pre>
   *
   * @param bytesMax the maximum number of bytes, at least 1
   * @return at least one byte; null at EOF
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code bytesMax} is less than 1
   */
  byte @Nullable [] readSome(int bytesMax) throws IOException;

  /**
   * Reads everything up to EOF and decodes it as UTF-8.
   *
   * @param bytesMax the maximum number of bytes
   * @return the text; empty at EOF
   * @throws LimitExceededException if there are more than {@code bytesMax} bytes
   * @throws BadTextException if the bytes are not UTF-8; they are consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  String readText(int bytesMax) throws IOException;

  /**
   * Reads a fixed number of bytes.
   *
   * @param count the number of bytes, at least 0. Memory is allocated as they arrive
   * @return a new array of that length
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  byte[] readExactly(int count) throws IOException;

  /**
   * Reads the bytes up to a delimiter, and consumes the delimiter.
   *
   * @param delimiter the byte that ends the data
   * @param bytesMax the maximum number of bytes before the delimiter
   * @return the bytes without the delimiter; null at EOF if no byte is left
   * @throws LimitExceededException if the delimiter does not come within {@code bytesMax} bytes;
   *     {@link #skipPast} continues after the delimiter
   * @throws UnexpectedEofException if EOF comes before the delimiter; the bytes before it stay
   *     buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  byte @Nullable [] readUntil(byte delimiter, int bytesMax) throws IOException;

  /**
   * Reads a line of UTF-8 text that ends with LF or CR LF. The last line before EOF needs no line
   * ending.
   *
   * @param bytesMax the maximum number of bytes before the line ending
   * @return the line without its ending; null at EOF
   * @throws LimitExceededException if the line is longer; {@code skipPast((byte) '\n')} continues
   *     with the next line
   * @throws BadTextException if the line is not UTF-8; it is consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  @Nullable String readLine(int bytesMax) throws IOException;

  /**
   * Reads a line of UTF-8 text that ends with CR LF. Unlike {@link #readLine} this accepts no other
   * line ending (RFC 5321 §2.3.8), because a peer and a relay that disagree about line endings make
   * command smuggling possible.
   *
   * @param bytesMax the maximum number of bytes before the CR LF
   * @return the line without its ending; null at EOF if no byte is left
   * @throws BadMessageException if the line contains a bare CR or LF, or is not UTF-8 ({@link
   *     BadTextException}). It is consumed through its CR LF, so an error response can be sent and
   *     the next line can be read
   * @throws LimitExceededException if CR LF does not come within {@code bytesMax} bytes; {@link
   *     #skipPastCrlf} continues with the next line
   * @throws UnexpectedEofException if EOF comes inside a line; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  @Nullable String readCrlfLine(int bytesMax) throws IOException;

  /**
   * Consumes everything through the next CR LF, or up to EOF, in bounded memory. If the call times
   * out or is interrupted, the bytes so far are consumed, and another call continues.
   *
   * @return the number of bytes before the CR LF, or before EOF
   * @throws LimitExceededException inside {@link #atomically}, if CR LF does not come within its
   *     limit; nothing is consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long skipPastCrlf() throws IOException;

  /**
   * Reads an unsigned decimal number in ASCII digits, up to the first byte that is not a digit,
   * which is not consumed. Leading zeros are allowed; signs and spaces are not.
   *
   * <pre>{@code
   * long length = connection.source().readDecimal(1_000_000);
   * }</pre>
   *
   * @param valueMax the largest value, at least 0
   * @return the number, from 0 to {@code valueMax}
   * @throws java.net.ProtocolException if the next byte is not a digit
   * @throws LimitExceededException if the number is greater than {@code valueMax} or has more than
   *     19 digits
   * @throws UnexpectedEofException if EOF comes before the byte after the digits, because digits
   *     may be missing; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code valueMax} is negative
   */
  long readDecimal(long valueMax) throws IOException;

  /**
   * Consumes everything through the next {@code delimiter}, or up to EOF, in bounded memory. If the
   * call times out or is interrupted, the bytes so far are consumed, and another call continues.
   *
   * @param delimiter the byte to skip to
   * @return the number of bytes before the delimiter, or before EOF
   * @throws LimitExceededException inside {@link #atomically}, if the delimiter does not come
   *     within its limit; nothing is consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long skipPast(byte delimiter) throws IOException;

  /**
   * Consumes and discards {@code count} bytes, in bounded memory. If the call times out or is
   * interrupted, an unknown number of bytes is consumed, so close the connection then, or call this
   * inside {@link #atomically}.
   *
   * @param count the number of bytes
   * @throws UnexpectedEofException if EOF comes first; the bytes before it are consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}, if that exceeds its limit; nothing is
   *     consumed
   */
  void skip(long count) throws IOException;

  /**
   * Reads everything up to EOF.
   *
   * @param bytesMax the maximum number of bytes
   * @return a new array with all bytes; empty at EOF
   * @throws LimitExceededException if there are more than {@code bytesMax} bytes
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  byte[] readAll(int bytesMax) throws IOException;

  /**
   * Reads one byte.
   *
   * @return the byte, -128 to 127
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  byte readByte() throws IOException;

  /**
   * Reads two bytes as a signed number in network byte order (big-endian).
   *
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  short readShort() throws IOException;

  /**
   * Reads two bytes as a signed number.
   *
   * @param order the order of the bytes
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  short readShort(ByteOrder order) throws IOException;

  /**
   * Reads four bytes as a signed number in network byte order (big-endian).
   *
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  int readInt() throws IOException;

  /**
   * Reads four bytes as a signed number.
   *
   * @param order the order of the bytes
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  int readInt(ByteOrder order) throws IOException;

  /**
   * Reads eight bytes as a signed number in network byte order (big-endian).
   *
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long readLong() throws IOException;

  /**
   * Reads eight bytes as a signed number.
   *
   * @param order the order of the bytes
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long readLong(ByteOrder order) throws IOException;

  /**
   * Writes everything up to EOF to {@code sink}. The bytes that the sink has buffered are flushed
   * first; then each piece is sent as soon as it arrives. If the call fails, the pieces that were
   * sent are consumed.
   *
   * @param sink the destination; it is not closed
   * @return the number of bytes
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}, because sent bytes cannot be put
   *     back; also inside {@link Sink#atomically} of the sink
   */
  long transferTo(Sink sink) throws IOException;

  /**
   * Writes the buffered bytes, then the bytes that arrive, to what remains of {@code range}, as
   * {@link Connection#transferTo} does. Blocks until the range is full, or EOF. If the call fails,
   * the position of the range shows how far it has come.
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes; fewer than {@code range} had remaining if EOF came first
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if the range is {@link FileRange#of(FileChannel)} of an empty
   *     file
   * @throws IllegalStateException inside {@link #atomically}, because written bytes cannot be put
   *     back
   */
  long transferTo(FileRange range) throws IOException;
}
