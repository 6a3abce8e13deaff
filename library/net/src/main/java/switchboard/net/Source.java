package switchboard.net;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.CrlfLines;
import switchboard.net.internal.DecimalDigits;
import switchboard.net.internal.InputBuffer;
import switchboard.net.internal.InputCharge;
import switchboard.net.internal.MemoryBudget;
import switchboard.net.internal.SourceInput;

/**
 * The file-like reading side of a connection: buffered and bounded. Belongs to one thread at a
 * time. Every method blocks until it has what it promises, as {@link Connection#read} does and with
 * the same errors; one that is cut or fails has taken nothing and may be repeated, unless it says
 * otherwise ({@link #skip}, {@link #skipPast} and {@code transferTo} take as they go). It owns a
 * buffer only while there are bytes that nobody has taken.
 *
 * <p>Beyond 16 KiB its buffer is charged to {@link MemoryBudget#ofProcess}; when that is used up, a
 * call fails with a {@link SystemCallException} of errno {@code ENOBUFS}.
 */
public final class Source {
  /**
   * The most bytes that are skipped inside {@link #atomically}, since they stay in memory: 1 MiB.
   */
  private static final int SKIPPED_INSIDE_MAX = 1024 * 1024;

  private final InputBuffer store;
  private final SourceInput supply;

  /** Bytes that were skipped since the outermost {@link #atomically} began. */
  private int skippedInside;

  /** Reads from {@code connection}, which nobody else must read meanwhile. */
  public Source(Connection connection) {
    this(connection, MemoryBudget.ofProcess());
  }

  public Source(Connection connection, MemoryBudget budget) {
    this(connection, new InputBuffer(new InputCharge(budget, connection)));
  }

  private Source(@Nullable Connection connection, InputBuffer store) {
    this.store = store;
    this.supply = new SourceInput(connection, store);
  }

  /**
   * Reads {@code bytes} from position to limit, and then comes the end: for what is in a datagram,
   * or in a file that is mapped. They are not copied and not changed, and the position stays; leave
   * them alone meanwhile. Never blocks.
   */
  public static Source of(ByteBuffer bytes) {
    return new Source(null, new InputBuffer(bytes));
  }

  /** How many bytes can be taken without asking the connection. */
  public int buffered() {
    return store.buffered();
  }

  /** Whether the stream has ended and everything was taken; blocks until that is known. */
  public boolean exhausted() throws IOException {
    return !request(1);
  }

  /**
   * Blocks until {@code count} bytes are buffered. Memory grows as they arrive.
   *
   * @return false when the stream ended before
   */
  public boolean request(int count) throws IOException {
    while (buffered() < count) {
      if (supply.more() < 0) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the next bytes that are buffered, at most {@code bytesMax}; takes nothing. */
  public byte[] peek(int bytesMax) {
    return store.copy(Math.min(bytesMax, buffered()));
  }

  /** The byte at {@code at} of those that are buffered, counted from 0; takes nothing. */
  public byte byteAt(int at) {
    return store.at(Objects.checkIndex(at, buffered()));
  }

  /** The unsigned number of 1 to 8 buffered bytes; takes nothing. One of 8 may be negative. */
  public long numberAt(int at, int bytes, ByteOrder order) {
    Objects.checkFromIndexSize(at, bytes, buffered());
    return store.number(at, bytes, order);
  }

  /**
   * Where {@code wanted} is among the buffered bytes from {@code from} to before {@code to}; -1 if
   * it is not; takes nothing.
   */
  public int indexOf(byte wanted, int from, int to) {
    Objects.checkFromToIndex(from, to, buffered());
    return store.find(wanted, from, to);
  }

  /**
   * Takes buffered bytes and lends the middle ones where they lie.
   *
   * @param before how many are skipped
   * @param count how many are lent
   * @param behind how many are skipped behind them
   * @return the same object each time; valid until this source is used again
   * @throws IllegalArgumentException when not so many are buffered, or any number is negative
   */
  public Slice readSlice(int before, int count, int behind) {
    return store.lend(before, count, behind);
  }

  /**
   * Takes all of what {@code reading} takes or, if that is cut by a deadline or by interruption,
   * nothing, so that it may be repeated. Whatever else ends it, what it took is taken. One inside
   * another puts back what it took itself.
   *
   * <p>Everything that {@code reading} takes stays in memory until it ends, so it must have a
   * maximum. Inside, {@link #skip} and {@link #skipPast} take at most 1 MiB together, and {@code
   * transferTo} is refused.
   */
  public <T extends @Nullable Object> T atomically(ReadAction<T> reading) throws IOException {
    boolean outermost = store.tryMark();
    int takenBefore = store.takenSinceMark();
    int skippedBefore = outermost ? 0 : skippedInside;
    skippedInside = skippedBefore;
    try {
      return reading.read();
    } catch (DeadlineExceededException | OperationInterruptedException e) {
      store.putBack(takenBefore);
      skippedInside = skippedBefore;
      throw e;
    } finally {
      if (outermost) {
        store.unmark();
      }
    }
  }

  /** Flushes {@code output}, and no longer another, each time before this waits. Any thread. */
  public void autoFlush(Flushable output) {
    supply.flushBeforeWaiting(output);
  }

  /**
   * Takes what is there, blocking only if nothing is.
   *
   * @return the number of bytes, or -1 at the end; 0 when {@code target} has no room
   */
  public int read(ByteBuffer target) throws IOException {
    if (buffered() == 0) {
      if (!store.isMarked() || !target.hasRemaining()) {
        return supply.read(target);
      }
      if (supply.more() < 0) { // through the store, from which it can be put back
        return -1;
      }
    }
    int count = Math.min(buffered(), target.remaining());
    target.put(store.view(count));
    store.take(count);
    return count;
  }

  /**
   * Takes exactly {@code count} bytes. The array is made when they have come.
   *
   * @throws UnexpectedEofException when the stream ends before; what came stays buffered
   */
  public byte[] readExactly(int count) throws IOException {
    require(count);
    byte[] taken = peek(count);
    store.take(count);
    return taken;
  }

  /**
   * Takes the bytes up to {@code delimiter}, and the delimiter, which is not in the answer.
   *
   * @param bytesMax the most bytes before the delimiter
   * @return null at the end of the stream, when nothing is left
   * @throws LimitExceededException when there is no delimiter within the limit; {@link #skipPast}
   *     goes on behind it
   * @throws UnexpectedEofException when the stream ends inside; what came stays buffered
   */
  public byte @Nullable [] readUntil(byte delimiter, int bytesMax) throws IOException {
    int length = find(delimiter, bytesMax, 0);
    if (length < 0) {
      if (buffered() == 0) {
        return null;
      }
      throw new UnexpectedEofException(
          "the stream ended after " + buffered() + " bytes, before the delimiter");
    }
    byte[] taken = peek(length);
    store.take(length + 1);
    return taken;
  }

  /**
   * Takes a line of UTF-8 text that ends with LF or CR LF, which are not in the answer; the last
   * line needs no ending.
   *
   * @param bytesMax the most bytes before the ending
   * @return null at the end of the stream
   * @throws LimitExceededException when the line is longer; {@link #skipPast} goes on behind it
   * @throws BadTextException when it is not UTF-8; it was taken all the same
   */
  public @Nullable String readLine(int bytesMax) throws IOException {
    int length = find((byte) '\n', bytesMax, 1); // one more, for the CR
    boolean unended = length < 0;
    if (unended) {
      length = buffered();
      if (length == 0) {
        return null;
      }
    }
    boolean carriageReturn = !unended && length > 0 && store.at(length - 1) == '\r';
    int textLength = carriageReturn ? length - 1 : length;
    if (textLength > bytesMax) {
      throw new LimitExceededException("no end within the limit of " + bytesMax + " bytes");
    }
    try {
      return store.lend(0, textLength, (unended ? length : length + 1) - textLength).text();
    } finally {
      store.endSlice();
    }
  }

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
  public @Nullable String readCrlfLine(int bytesMax) throws IOException {
    try {
      return CrlfLines.read(this, bytesMax);
    } finally {
      store.endSlice();
    }
  }

  /**
   * Takes everything through the next CR LF as {@link #skipPast} does, and with its limit.
   *
   * @return the number of bytes before the CR LF, or before the end of the stream
   */
  public long skipPastCrlf() throws IOException {
    if (!store.isMarked()) {
      return CrlfLines.skipPast(this);
    }
    return takenInside(CrlfLines.awaitEnding(this, mostInside(2)), 2);
  }

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
  public long readDecimal(long valueMax) throws IOException {
    long value = DecimalDigits.peek(this, valueMax);
    store.take(DecimalDigits.digits(this));
    return value;
  }

  /**
   * Takes everything through the next {@code delimiter}, however long, in bounded memory. After a
   * call that was cut, another one goes on where it stopped.
   *
   * @return the number of bytes before the delimiter, or before the end of the stream
   * @throws LimitExceededException inside {@link #atomically}, when there is no delimiter within
   *     the limit of that; it has taken nothing then
   */
  public long skipPast(byte delimiter) throws IOException {
    if (store.isMarked()) {
      return takenInside(find(delimiter, mostInside(1), 0), 1);
    }
    long skipped = 0;
    while (true) {
      int at = store.find(delimiter, 0, buffered());
      if (at >= 0) {
        store.take(at + 1);
        return skipped + at;
      }
      skipped += buffered();
      store.take(buffered());
      if (supply.more() < 0) {
        return skipped;
      }
    }
  }

  /** How many bytes may still be skipped inside {@link #atomically} before a delimiter. */
  private int mostInside(int delimiterBytes) throws LimitExceededException {
    int most = SKIPPED_INSIDE_MAX - skippedInside - delimiterBytes;
    if (most < 0) {
      throw new LimitExceededException("no end within the limit of 0 bytes");
    }
    return most;
  }

  /** Takes what stands before a delimiter, and that; or everything if {@code at} is negative. */
  private int takenInside(int at, int delimiterBytes) {
    int taken = at < 0 ? buffered() : at + delimiterBytes;
    store.take(taken);
    skippedInside += taken;
    return at < 0 ? taken : at;
  }

  /**
   * Takes and forgets {@code count} bytes, in bounded memory. What a call that was cut has taken
   * stays taken; {@link #buffered} and the peer don't tell how much, so end the connection then.
   *
   * @throws UnexpectedEofException when the stream ends before
   * @throws IllegalStateException inside {@link #atomically}, when that are more than its limit,
   *     since they would all stay in memory; it has taken nothing then
   */
  public void skip(long count) throws IOException {
    boolean inside = store.isMarked();
    if (inside) {
      requireFewSkipped(count);
    }
    long left = count;
    while (left > 0) {
      if (!request(1)) {
        throw new UnexpectedEofException("the stream ended with " + left + " bytes still to skip");
      }
      int now = (int) Math.min(left, buffered());
      store.take(now);
      skippedInside += inside ? now : 0;
      left -= now;
    }
  }

  private void requireFewSkipped(long count) {
    if (count > SKIPPED_INSIDE_MAX - skippedInside) {
      throw new IllegalStateException(
          "skipping %s bytes more inside whole would keep them all in memory; %s are the most, so "
                  .formatted(count, SKIPPED_INSIDE_MAX)
              + "check their number first, or take them with readExactly");
    }
  }

  /**
   * Takes everything to the end of the stream.
   *
   * @throws LimitExceededException when that is more than {@code bytesMax}
   */
  public byte[] readAll(int bytesMax) throws IOException {
    do {
      if (buffered() > bytesMax) {
        throw new LimitExceededException(
            "more than " + bytesMax + " bytes before the end of the stream");
      }
    } while (supply.more() >= 0);
    return readExactly(buffered());
  }

  /** Takes one byte, -128 to 127. */
  public byte readByte() throws IOException {
    require(1);
    byte value = store.at(0);
    store.take(1);
    return value;
  }

  /** Takes two bytes in network byte order. */
  public short readShort() throws IOException {
    return readShort(ByteOrder.BIG_ENDIAN);
  }

  /** Takes two bytes in {@code order}. */
  public short readShort(ByteOrder order) throws IOException {
    return (short) take(Short.BYTES, order);
  }

  /** Takes four bytes in network byte order. */
  public int readInt() throws IOException {
    return readInt(ByteOrder.BIG_ENDIAN);
  }

  /** Takes four bytes in {@code order}. */
  public int readInt(ByteOrder order) throws IOException {
    return (int) take(Integer.BYTES, order);
  }

  /** Takes eight bytes in network byte order. */
  public long readLong() throws IOException {
    return readLong(ByteOrder.BIG_ENDIAN);
  }

  /** Takes eight bytes in {@code order}. */
  public long readLong(ByteOrder order) throws IOException {
    return take(Long.BYTES, order);
  }

  /**
   * Hands everything to {@code sink} until the stream ends, each piece as soon as it comes.
   *
   * @return the number of bytes
   * @throws IllegalStateException inside {@link #atomically}: what was handed on can't be put back
   */
  public long transferTo(Sink sink) throws IOException {
    requireOutside();
    sink.flush();
    long count = 0;
    while (request(1)) {
      int now = buffered();
      sink.writeThrough(store.view(now));
      store.take(now);
      count += now;
    }
    return count;
  }

  /**
   * Fills {@code range} with what is buffered, then with what comes, as {@link
   * Connection#transferTo} does.
   *
   * @return the number of bytes; fewer than remained when the stream ended before
   * @throws IllegalStateException inside {@link #atomically}: what was handed on can't be put back
   */
  public long transferTo(FileRange range) throws IOException {
    range.requireSpace();
    requireOutside();
    long first = range.position();
    if (buffered() > 0 && range.hasRemaining()) {
      ByteBuffer held = store.view((int) Math.min(buffered(), range.remaining()));
      try {
        range.write(held);
      } finally {
        store.take(held.position());
      }
    }
    supply.transferTo(range);
    return range.position() - first;
  }

  private void requireOutside() {
    if (store.isMarked()) {
      throw new IllegalStateException(
          "transferTo inside whole: what was handed on could not be put back");
    }
  }

  /** Where the delimiter is, from the first byte that was not taken; -1 when the stream ended. */
  private int find(byte delimiter, int bytesMax, int slack) throws IOException {
    long last = (long) bytesMax + slack; // a long, since the largest maximum has one more behind it
    int seen = 0;
    while (true) {
      int limit = (int) Math.min(buffered(), last + 1);
      int found = store.find(delimiter, seen, limit);
      if (found >= 0) {
        return found;
      }
      seen = limit;
      if (seen > last) {
        throw new LimitExceededException("no end within the limit of " + bytesMax + " bytes");
      }
      if (supply.more() < 0) {
        return -1;
      }
    }
  }

  private long take(int count, ByteOrder order) throws IOException {
    require(count);
    long value = store.number(0, count, order);
    store.take(count);
    return value;
  }

  private void require(int count) throws IOException {
    if (!request(count)) {
      throw new UnexpectedEofException(
          "the stream ended after " + buffered() + " of " + count + " bytes");
    }
  }
}
