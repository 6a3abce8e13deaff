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
 * Reads a stream of bytes: buffered, bounded and with the calls that protocols need. Every method
 * blocks until it has all that it returns. {@link Connection#source} is the usual one; {@link
 * #of(InputStream)} and its siblings read anything else, so a transformed stream is one line:
 *
 * <pre>{@code
 * Source unzipped = Source.of(new java.util.zip.GZIPInputStream(connection.asInputStream()));
 * }</pre>
 *
 * <p>A method fails as {@link Connection#read} does. One that times out, is interrupted or fails
 * has taken nothing and may be called again, except for {@link #skip}, {@link #skipPast} and {@code
 * transferTo}, which take bytes as they go. A source holds a buffer of the pool only while there
 * are bytes that were not taken. Belongs to one thread at a time.
 *
 * <p>A buffer larger than 16 KiB is charged to the memory budget of the process ({@code
 * -Dswitchboard.memory}); when that is used up, a call fails with a {@link SystemCallException} of
 * errno {@code ENOBUFS}.
 */
public sealed interface Source permits BufferedSource {

  /** A stream of bytes that a source can read: one method, so that a lambda will do. */
  @FunctionalInterface
  interface Input {

    /**
     * Reads at least one byte into {@code target}, which has space; blocks until there is one.
     *
     * @return the number of bytes read, or -1 at EOF
     * @throws IOException if reading fails
     */
    int read(ByteBuffer target) throws IOException;
  }

  /** Returns a source that reads {@code input}. Deadlines apply only if the input observes them. */
  static Source of(Input input) {
    return new BufferedSource(input);
  }

  /**
   * Returns a source that reads {@code connection}, which must not be read in another way
   * meanwhile. For implementers of {@link Connection}; others use {@link Connection#source}.
   */
  static Source of(Connection connection) {
    return new BufferedSource(connection);
  }

  /** Returns a source that reads {@code stream}; its reads block as the stream does. */
  static Source of(InputStream stream) {
    return of(new StreamInput(stream));
  }

  /** Returns a source that reads {@code file} from the file's own position. */
  static Source of(FileChannel file) {
    return of((Input) target -> UninterruptibleCalls.call(() -> file.read(target)));
  }

  /**
   * Returns a source that reads {@code bytes} from position to limit, such as the content of a
   * datagram. They are not copied, and the position does not change; do not modify them meanwhile.
   * Never blocks.
   */
  static Source of(ByteBuffer bytes) {
    return new BufferedSource(bytes);
  }

  /** How many bytes can be taken without asking the connection. */
  int buffered();

  /** Whether the stream has ended and everything was taken; blocks until that is known. */
  boolean exhausted() throws IOException;

  /**
   * Blocks until {@code count} bytes are buffered. Memory grows as they arrive.
   *
   * @return false when the stream ended before
   */
  boolean request(int count) throws IOException;

  /** A copy of the next bytes that are buffered, at most {@code bytesMax}; takes nothing. */
  byte[] peek(int bytesMax);

  /** The byte at {@code at} of those that are buffered, counted from 0; takes nothing. */
  byte byteAt(int at);

  /** The unsigned number of 1 to 8 buffered bytes; takes nothing. One of 8 may be negative. */
  long numberAt(int at, int bytes, ByteOrder order);

  /**
   * Where {@code wanted} is among the buffered bytes from {@code from} to before {@code to}; -1 if
   * it is not; takes nothing.
   */
  int indexOf(byte wanted, int from, int to);

  /**
   * Takes buffered bytes and lends the middle ones where they lie.
   *
   * @param before how many are skipped
   * @param count how many are lent
   * @param behind how many are skipped behind them
   * @return the same object each time; valid until this source is used again
   * @throws IllegalArgumentException when not so many are buffered, or any number is negative
   */
  Slice readSlice(int before, int count, int behind);

  /**
   * Takes all of what {@code reading} takes or, if that is cut by a deadline or by interruption,
   * nothing, so that it may be repeated. Whatever else ends it, what it took is taken. One inside
   * another puts back what it took itself.
   *
   * <p>Everything that {@code reading} takes stays in memory until it ends, so it must have a
   * maximum. Inside, {@link #skip} and {@link #skipPast} take at most 1 MiB together, and {@code
   * transferTo} is refused.
   */
  <T extends @Nullable Object> T atomically(ReadAction<T> reading) throws IOException;

  /** Flushes {@code output}, and no longer another, each time before this waits. Any thread. */
  void autoFlush(Flushable output);

  /**
   * Takes what is there, blocking only if nothing is.
   *
   * @return the number of bytes, or -1 at the end; 0 when {@code target} has no room
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Takes the bytes that are there, at most {@code bytesMax}; blocks only while there are none.
   *
   * <pre>{@code
   * for (byte[] some; (some = connection.source().readSome(1024)) != null; ) {
   *   connection.sink().write(some).flush();
   * }
   * }</pre>
   *
   * @param bytesMax at least 1
   * @return at least one byte, or null at EOF
   */
  byte @Nullable [] readSome(int bytesMax) throws IOException;

  /**
   * Takes everything up to EOF as UTF-8 text.
   *
   * @throws LimitExceededException if that is more than {@code bytesMax} bytes
   * @throws BadTextException if it is malformed; it was taken
   */
  String readText(int bytesMax) throws IOException;

  /**
   * Takes exactly {@code count} bytes. The array is made when they have come.
   *
   * @throws UnexpectedEofException when the stream ends before; what came stays buffered
   */
  byte[] readExactly(int count) throws IOException;

  /**
   * Takes the bytes up to {@code delimiter}, and the delimiter, which is not in the answer.
   *
   * @param bytesMax the most bytes before the delimiter
   * @return null at the end of the stream, when nothing is left
   * @throws LimitExceededException when there is no delimiter within the limit; {@link #skipPast}
   *     goes on behind it
   * @throws UnexpectedEofException when the stream ends inside; what came stays buffered
   */
  byte @Nullable [] readUntil(byte delimiter, int bytesMax) throws IOException;

  /**
   * Takes a line of UTF-8 text that ends with LF or CR LF, which are not in the answer; the last
   * line needs no ending.
   *
   * @param bytesMax the most bytes before the ending
   * @return null at the end of the stream
   * @throws LimitExceededException when the line is longer; {@link #skipPast} goes on behind it
   * @throws BadTextException when it is not UTF-8; it was taken all the same
   */
  @Nullable String readLine(int bytesMax) throws IOException;

  /**
   * Takes a line of UTF-8 text that ends with CR LF, which is not in the answer. Unlike {@link
   * #readLine} it accepts no other ending (RFC 5321 section 2.3.8): where two parties disagree
   * about the ending, commands can be smuggled. A line with a bare LF or CR is taken through its CR
   * LF.
   *
   * @param bytesMax the most bytes before the ending
   * @return null at the end of the stream, when nothing is left
   * @throws BadMessageException when the line has a bare LF or CR, or is not UTF-8 ({@link
   *     BadTextException}); it was taken, so it can be answered
   * @throws LimitExceededException when there is no CR LF within the limit; {@link #skipPastCrlf}
   *     goes on after it
   * @throws UnexpectedEofException when the stream ends inside a line; what came stays buffered
   */
  @Nullable String readCrlfLine(int bytesMax) throws IOException;

  /**
   * Takes everything through the next CR LF as {@link #skipPast} does, and with its limit.
   *
   * @return the number of bytes before the CR LF, or before the end of the stream
   */
  long skipPastCrlf() throws IOException;

  /**
   * Takes an unsigned decimal number in ASCII digits, up to the first byte that is none. Leading
   * zeros are allowed; a sign or a space is not.
   *
   * <pre>{@code
   * long length = connection.source().readDecimal(1_000_000);
   * }</pre>
   *
   * @param valueMax the largest value, at least 0
   * @throws java.net.ProtocolException when the next byte is not a digit; nothing was taken
   * @throws LimitExceededException when the number is greater than {@code valueMax} or has more
   *     than 19 digits; nothing was taken
   * @throws UnexpectedEofException when the stream ends before the byte after the digits, since
   *     more of them may be missing; what came stays buffered
   */
  long readDecimal(long valueMax) throws IOException;

  /**
   * Takes everything through the next {@code delimiter}, however long, in bounded memory. After a
   * call that was cut, another one goes on where it stopped.
   *
   * @return the number of bytes before the delimiter, or before the end of the stream
   * @throws LimitExceededException inside {@link #atomically}, when there is no delimiter within
   *     the limit of that; it has taken nothing then
   */
  long skipPast(byte delimiter) throws IOException;

  /**
   * Takes and forgets {@code count} bytes, in bounded memory. What a call that was cut has taken
   * stays taken; {@link #buffered} and the peer don't tell how much, so end the connection then.
   *
   * @throws UnexpectedEofException when the stream ends before
   * @throws IllegalStateException inside {@link #atomically}, when that are more than its limit,
   *     since they would all stay in memory; it has taken nothing then
   */
  void skip(long count) throws IOException;

  /**
   * Takes everything to the end of the stream.
   *
   * @throws LimitExceededException when that is more than {@code bytesMax}
   */
  byte[] readAll(int bytesMax) throws IOException;

  /** Takes one byte, -128 to 127. */
  byte readByte() throws IOException;

  /** Takes two bytes in network byte order. */
  short readShort() throws IOException;

  /** Takes two bytes in {@code order}. */
  short readShort(ByteOrder order) throws IOException;

  /** Takes four bytes in network byte order. */
  int readInt() throws IOException;

  /** Takes four bytes in {@code order}. */
  int readInt(ByteOrder order) throws IOException;

  /** Takes eight bytes in network byte order. */
  long readLong() throws IOException;

  /** Takes eight bytes in {@code order}. */
  long readLong(ByteOrder order) throws IOException;

  /**
   * Hands everything to {@code sink} until the stream ends, each piece as soon as it comes.
   *
   * @return the number of bytes
   * @throws IllegalStateException inside {@link #atomically}: what was handed on can't be put back
   */
  long transferTo(Sink sink) throws IOException;

  /**
   * Fills {@code range} with what is buffered, then with what comes, as {@link
   * Connection#transferTo} does.
   *
   * @return the number of bytes; fewer than remained when the stream ended before
   * @throws IllegalStateException inside {@link #atomically}: what was handed on can't be put back
   */
  long transferTo(FileRange range) throws IOException;
}
