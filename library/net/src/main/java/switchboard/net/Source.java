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
 * The buffered reading side of a byte stream, with methods for lines, numbers, text and files.
 * {@link Connection#source} is the source of a connection:
 *
 * <pre>{@code
 * Source source = connection.source();
 * String name = source.readLine(1024);
 * int length = source.readInt();
 * byte[] body = source.readExactly(Math.min(length, 65_536));
 * }</pre>
 *
 * <p>The static methods {@code of} create sources for other inputs, such as a decompressed stream:
 *
 * <pre>{@code
 * Source unzipped = Source.of(new java.util.zip.GZIPInputStream(connection.asInputStream()));
 * }</pre>
 *
 * <p><b>Blocking.</b> A method blocks until all bytes of its result have arrived. A deadline or an
 * interruption ends the call early, as for {@link Connection#read}. {@link #buffered}, {@link
 * #peek}, {@link #byteAt}, {@link #numberAt}, {@link #indexOf} and {@link #readSlice} use only
 * bytes that are already in the buffer, and never block.
 *
 * <p><b>All or nothing.</b> If a call throws an exception, it has consumed nothing and can be
 * repeated. This does not apply to {@link #skip}, {@link #skipPast}, {@link #skipPastCrlf} and
 * {@code transferTo}, which consume bytes as they arrive. Nor does this apply to an exception whose
 * description in the method states that bytes are consumed. To put back the bytes of several calls
 * after a timeout or an interruption, use {@link #atomically}.
 *
 * <p><b>Memory.</b> Every method that reads data of unknown length has a parameter for the maximum
 * length. A source uses a pooled buffer only while it has unread bytes. A buffer larger than 16 KiB
 * counts against the memory budget of the process (system property {@code switchboard.memory}, in
 * bytes; default: a quarter of the maximum heap). If the budget is used up, a call that needs a
 * larger buffer throws a {@link SystemCallException} with the errno {@code ENOBUFS}.
 *
 * <p><b>Threads.</b> Not thread-safe: only one thread may use a source at a time. Any thread may
 * call {@link #autoFlush}.
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
     * Reads at least one byte. Blocks until a byte has arrived or EOF is reached.
     *
     * @param target receives the bytes at its position; has space for at least one
     * @return the number of bytes read, or -1 at EOF; after 0, the source calls this method again
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
   * Returns a source that reads {@code connection}. This is for implementers of {@link Connection};
   * applications use {@link Connection#source}.
   *
   * @param connection must not be read in another way while the source is in use
   * @return a new source
   */
  static Source of(Connection connection) {
    return new BufferedSource(connection);
  }

  /**
   * Returns a source that reads {@code stream}. The source blocks as the stream does: deadlines and
   * interruption apply only if the stream observes them.
   *
   * @param stream not closed by the source
   * @return a new source
   */
  static Source of(InputStream stream) {
    return of(new StreamInput(stream));
  }

  /**
   * Returns a source that reads {@code file} from the file's position, and advances that position.
   * Interrupting a thread that reads does not close the file.
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
   * Blocks until at least one byte is buffered or EOF is reached.
   *
   * @return true if EOF was reached and every byte has been consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  boolean exhausted() throws IOException;

  /**
   * Blocks until at least {@code count} bytes are buffered or EOF is reached. Consumes nothing. The
   * buffer grows only as bytes arrive.
   *
   * @param count the number of bytes
   * @return false if EOF came first; the bytes before EOF stay buffered
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
   * @param at the index among the buffered bytes; 0 is the next byte to be read
   * @return the byte
   * @throws IndexOutOfBoundsException if {@code at} is not less than {@link #buffered}
   */
  byte byteAt(int at);

  /**
   * Returns an unsigned number from buffered bytes and does not consume them. Never blocks.
   *
   * @param at the index of the number's first byte among the buffered bytes; 0 is the next byte to
   *     be read
   * @param bytes the size of the number, 1 to 8 bytes
   * @param order the byte order of the number
   * @return the number; negative if it has 8 bytes and the highest bit is set
   * @throws IndexOutOfBoundsException if fewer bytes are buffered
   */
  long numberAt(int at, int bytes, ByteOrder order);

  /**
   * Searches the buffered bytes and consumes nothing. Never blocks.
   *
   * @param wanted the byte to find
   * @param from the index to start at; 0 is the next byte to be read
   * @param to the index to stop before
   * @return the index of the first occurrence, or -1 if there is none
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
   * @param behind the number of bytes to skip after the view
   * @return a view, which is valid until this source is used again
   * @throws IllegalArgumentException if an argument is negative, or the sum of the arguments is
   *     greater than the number of buffered bytes
   */
  Slice readSlice(int before, int count, int behind);

  /**
   * Runs {@code reading} and undoes its reads after a timeout or an interruption: all bytes that
   * {@code reading} has consumed are put back, and the call can be repeated. After any other
   * exception, the bytes stay consumed. Calls can be nested; an inner call puts back only the bytes
   * that it has consumed.
   *
   * <pre>{@code
   * Source source = connection.source();
   * byte[] message = source.atomically(() -> source.readExactly(source.readByte() & 0xFF));
   * }</pre>
   *
   * <p>All bytes that {@code reading} consumes stay in memory until {@code reading} returns, so it
   * must limit their number. Inside {@code reading}, {@link #skip}, {@link #skipPast} and {@link
   * #skipPastCrlf} consume at most 1 MiB together, and {@code transferTo} throws an {@link
   * IllegalStateException}.
   *
   * @param <T> the type of the result
   * @param reading reads from this source; called once, on the calling thread
   * @return the result of {@code reading}
   * @throws DeadlineExceededException if a deadline of the thread passes; nothing is consumed
   * @throws OperationInterruptedException if the thread is interrupted; nothing is consumed
   * @throws IOException if {@code reading} throws it
   */
  <T extends @Nullable Object> T atomically(ReadAction<T> reading) throws IOException;

  /**
   * Makes this source flush {@code output} each time before it waits for more bytes. This way, a
   * request does not stay in a buffer while this side waits for the response. Replaces the previous
   * output. Any thread may call this method.
   *
   * @param output usually the sink of the same connection
   */
  void autoFlush(Flushable output);

  /**
   * Reads the available bytes, as many as fit into {@code target}. Blocks only if no byte is
   * available.
   *
   * @param target receives the bytes at its position, which is advanced
   * @return the number of bytes; -1 at EOF; 0 if {@code target} has no space
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Reads the available bytes, at most {@code bytesMax}. Blocks only if no byte is available.
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
   * @return the text; empty if no byte is left before EOF
   * @throws LimitExceededException if there are more than {@code bytesMax} bytes
   * @throws BadTextException if the bytes are not UTF-8; the bytes are consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  String readText(int bytesMax) throws IOException;

  /**
   * Reads a fixed number of bytes.
   *
   * @param count the number of bytes, at least 0. Memory is allocated as the bytes arrive
   * @return a new array of that length
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
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
   * @throws LimitExceededException if the delimiter does not come within {@code bytesMax} bytes; to
   *     continue after the delimiter, call {@link #skipPast}
   * @throws UnexpectedEofException if EOF comes before the delimiter; the bytes before EOF stay
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
   * @throws LimitExceededException if the line is longer than {@code bytesMax}; to continue with
   *     the next line, call {@code skipPast((byte) '\n')}
   * @throws BadTextException if the line is not UTF-8; the line is consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  @Nullable String readLine(int bytesMax) throws IOException;

  /**
   * Reads a line of UTF-8 text that ends with CR LF. Unlike {@link #readLine}, this method accepts
   * no other line ending (RFC 5321 §2.3.8). If two programs on the path of a message disagree about
   * line endings, an attacker can smuggle commands past one of them.
   *
   * @param bytesMax the maximum number of bytes before the CR LF
   * @return the line without its ending; null at EOF if no byte is left
   * @throws BadMessageException if the line contains a bare CR or LF, or is not UTF-8 ({@link
   *     BadTextException}). The line is consumed through its CR LF, so the caller can send an error
   *     response and read the next line
   * @throws LimitExceededException if CR LF does not come within {@code bytesMax} bytes; to
   *     continue with the next line, call {@link #skipPastCrlf}
   * @throws UnexpectedEofException if EOF comes inside a line; the bytes before it stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  @Nullable String readCrlfLine(int bytesMax) throws IOException;

  /**
   * Consumes and discards everything through the next CR LF, or up to EOF, in bounded memory. If
   * the call times out or is interrupted, the bytes that have arrived so far are consumed, and
   * another call continues after them.
   *
   * @return the number of bytes before the CR LF, or before EOF
   * @throws LimitExceededException inside {@link #atomically}, if CR LF does not come within the
   *     limit of 1 MiB; nothing is consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long skipPastCrlf() throws IOException;

  /**
   * Reads an unsigned decimal number in ASCII digits, up to the first byte that is not a digit.
   * That byte is not consumed. Leading zeros are allowed; signs and spaces are not.
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
   * @throws UnexpectedEofException if EOF comes before a byte that is not a digit, because further
   *     digits may be missing; the bytes before EOF stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code valueMax} is negative
   */
  long readDecimal(long valueMax) throws IOException;

  /**
   * Consumes and discards everything through the next {@code delimiter}, or up to EOF, in bounded
   * memory. If the call times out or is interrupted, the bytes that have arrived so far are
   * consumed, and another call continues after them.
   *
   * @param delimiter the byte to skip to
   * @return the number of bytes before the delimiter, or before EOF
   * @throws LimitExceededException inside {@link #atomically}, if the delimiter does not come
   *     within the limit of 1 MiB; nothing is consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long skipPast(byte delimiter) throws IOException;

  /**
   * Consumes and discards {@code count} bytes, in bounded memory. If the call times out or is
   * interrupted, an unknown number of bytes is consumed. Therefore close the connection in this
   * case, or call this method inside {@link #atomically}.
   *
   * @param count the number of bytes
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF are consumed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}, if more than 1 MiB would be skipped;
   *     nothing is consumed
   */
  void skip(long count) throws IOException;

  /**
   * Reads everything up to EOF.
   *
   * @param bytesMax the maximum number of bytes
   * @return a new array with all bytes; empty if no byte is left before EOF
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
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  byte readByte() throws IOException;

  /**
   * Reads two bytes as a signed number in network byte order (big-endian).
   *
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
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
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  short readShort(ByteOrder order) throws IOException;

  /**
   * Reads four bytes as a signed number in network byte order (big-endian).
   *
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
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
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  int readInt(ByteOrder order) throws IOException;

  /**
   * Reads eight bytes as a signed number in network byte order (big-endian).
   *
   * @return the number
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
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
   * @throws UnexpectedEofException if EOF comes first; the bytes before EOF stay buffered
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  long readLong(ByteOrder order) throws IOException;

  /**
   * Writes everything up to EOF to {@code sink}. First flushes the bytes in the buffer of {@code
   * sink}. Then sends each piece as soon as it arrives. If the call fails, the pieces that were
   * sent are consumed.
   *
   * @param sink the destination, which is not closed
   * @return the number of bytes
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException inside {@link #atomically}, because bytes that were sent cannot
   *     be put back; also while {@code sink} runs {@link Sink#atomically}
   */
  long transferTo(Sink sink) throws IOException;

  /**
   * Writes the buffered bytes, and then the bytes that arrive, to the remaining part of {@code
   * range}, as {@link Connection#transferTo} does. Blocks until the range is full or EOF is
   * reached. If the call fails, the position of the range shows how many bytes were transferred.
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes transferred; if EOF came before the range was full, this is less
   *     than {@code range.remaining()} was before the call
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if the range is {@link FileRange#of(FileChannel)} of an empty
   *     file
   * @throws IllegalStateException inside {@link #atomically}, because bytes that were written
   *     cannot be put back
   */
  long transferTo(FileRange range) throws IOException;
}
