package switchboard.net.internal;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.DeadlineExceededException;
import switchboard.net.FileRange;
import switchboard.net.LimitExceededException;
import switchboard.net.OperationInterruptedException;
import switchboard.net.ReadAction;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/** The implementation of {@link Source}. Only one thread may use it at a time. */
public final class BufferedSource implements Source {
  /**
   * The maximum number of bytes that may be skipped inside {@link #atomically}, because {@code
   * atomically} keeps the skipped bytes in memory: 1 MiB.
   */
  private static final int SKIPPED_INSIDE_MAX = 1024 * 1024;

  private final InputBuffer store;
  private final SourceInput supply;

  /** The number of bytes skipped since the outermost {@link #atomically} began. */
  private int skippedInside;

  /**
   * Creates a source that reads from {@code connection}. Charges large buffers to the budget of the
   * process.
   */
  public BufferedSource(Connection connection) {
    this(connection, MemoryBudget.ofProcess());
  }

  /**
   * Creates a source that reads from {@code connection}. Charges large buffers to {@code budget}.
   */
  public BufferedSource(Connection connection, MemoryBudget budget) {
    store = new InputBuffer(new InputCharge(budget, connection));
    supply = new ConnectionInput(connection, store);
  }

  /**
   * Creates a source that reads from {@code input}. Charges large buffers to the budget of the
   * process.
   */
  public BufferedSource(Input input) {
    this(input, MemoryBudget.ofProcess());
  }

  /** Creates a source that reads from {@code input}. Charges large buffers to {@code budget}. */
  public BufferedSource(Input input, MemoryBudget budget) {
    store = new InputBuffer(new InputCharge(budget, this));
    supply = new PlainInput(input, store);
  }

  /** Creates a source that reads {@code bytes} from its position to its limit, without a copy. */
  public BufferedSource(ByteBuffer bytes) {
    store = new InputBuffer(bytes);
    supply = new PlainInput(_ -> -1, store);
  }

  @Override
  public int buffered() {
    return store.buffered();
  }

  @Override
  public boolean exhausted() throws IOException {
    return !request(1);
  }

  @Override
  public boolean request(int count) throws IOException {
    while (buffered() < count) {
      if (supply.more() < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public byte[] peek(int bytesMax) {
    if (bytesMax < 0) {
      throw new IllegalArgumentException("the number of bytes must not be negative: " + bytesMax);
    }
    return store.copy(Math.min(bytesMax, buffered()));
  }

  @Override
  public byte byteAt(int at) {
    return store.at(Objects.checkIndex(at, buffered()));
  }

  @Override
  public long numberAt(int at, int bytes, ByteOrder order) {
    Objects.checkFromIndexSize(at, bytes, buffered());
    return store.number(at, bytes, order);
  }

  @Override
  public int indexOf(byte wanted, int from, int to) {
    Objects.checkFromToIndex(from, to, buffered());
    return store.find(wanted, from, to);
  }

  @Override
  public Slice readSlice(int before, int count, int behind) {
    return store.slice(before, count, behind);
  }

  @Override
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

  @Override
  public void autoFlush(Flushable output) {
    supply.autoFlush(output);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (buffered() == 0) {
      if (!store.isMarked() || !target.hasRemaining()) {
        return supply.read(target);
      }
      if (supply.more() < 0) { // into the buffer, from which atomically can put the bytes back
        return -1;
      }
    }
    int count = Math.min(buffered(), target.remaining());
    target.put(store.view(count));
    store.take(count);
    return count;
  }

  @Override
  public byte @Nullable [] readSome(int bytesMax) throws IOException {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("bytesMax must be at least 1, not " + bytesMax);
    }
    if (exhausted()) {
      return null;
    }
    return readExactly(Math.min(bytesMax, buffered()));
  }

  @Override
  public String readText(int bytesMax) throws IOException {
    requireAll(bytesMax);
    try {
      return store.slice(0, buffered(), 0).text();
    } finally {
      store.endSlice();
    }
  }

  @Override
  public byte[] readExactly(int count) throws IOException {
    require(count);
    byte[] taken = peek(count);
    store.take(count);
    return taken;
  }

  @Override
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

  @Override
  public @Nullable String readLine(int bytesMax) throws IOException {
    int length = find((byte) '\n', bytesMax, 1); // 1 for the CR
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
      throw new LimitExceededException("no delimiter within the limit of " + bytesMax + " bytes");
    }
    try {
      return store.slice(0, textLength, (unended ? length : length + 1) - textLength).text();
    } finally {
      store.endSlice();
    }
  }

  @Override
  public @Nullable String readCrlfLine(int bytesMax) throws IOException {
    try {
      return CrlfLines.read(this, bytesMax);
    } finally {
      store.endSlice();
    }
  }

  @Override
  public long skipPastCrlf() throws IOException {
    if (!store.isMarked()) {
      return CrlfLines.skipPast(this);
    }
    return takenInside(CrlfLines.awaitEnding(this, mostInside(2)), 2);
  }

  @Override
  public long readDecimal(long valueMax) throws IOException {
    long value = DecimalDigits.peek(this, valueMax);
    store.take(DecimalDigits.digits(this));
    return value;
  }

  @Override
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

  /**
   * Returns the number of bytes before a delimiter that may still be skipped inside {@link
   * #atomically}.
   */
  private int mostInside(int delimiterBytes) throws LimitExceededException {
    int most = SKIPPED_INSIDE_MAX - skippedInside - delimiterBytes;
    if (most < 0) {
      throw new LimitExceededException("no delimiter within the limit of 0 bytes");
    }
    return most;
  }

  /**
   * Consumes the bytes before a delimiter at index {@code at}, and then the delimiter. If {@code
   * at} is negative, there is no delimiter, and all bytes are consumed. Returns the number of bytes
   * consumed, not counting the delimiter.
   */
  private int takenInside(int at, int delimiterBytes) {
    int taken = at < 0 ? buffered() : at + delimiterBytes;
    store.take(taken);
    skippedInside += taken;
    return at < 0 ? taken : at;
  }

  @Override
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
          "cannot skip %s more bytes inside atomically: they stay in memory, and the limit is %s"
              .formatted(count, SKIPPED_INSIDE_MAX));
    }
  }

  @Override
  public byte[] readAll(int bytesMax) throws IOException {
    requireAll(bytesMax);
    return readExactly(buffered());
  }

  /** Reads everything up to EOF into the buffer. */
  private void requireAll(int bytesMax) throws IOException {
    do {
      if (buffered() > bytesMax) {
        throw new LimitExceededException(
            "more than " + bytesMax + " bytes before the end of the stream");
      }
    } while (supply.more() >= 0);
  }

  @Override
  public byte readByte() throws IOException {
    require(1);
    byte value = store.at(0);
    store.take(1);
    return value;
  }

  @Override
  public short readShort() throws IOException {
    return readShort(ByteOrder.BIG_ENDIAN);
  }

  @Override
  public short readShort(ByteOrder order) throws IOException {
    return (short) take(Short.BYTES, order);
  }

  @Override
  public int readInt() throws IOException {
    return readInt(ByteOrder.BIG_ENDIAN);
  }

  @Override
  public int readInt(ByteOrder order) throws IOException {
    return (int) take(Integer.BYTES, order);
  }

  @Override
  public long readLong() throws IOException {
    return readLong(ByteOrder.BIG_ENDIAN);
  }

  @Override
  public long readLong(ByteOrder order) throws IOException {
    return take(Long.BYTES, order);
  }

  @Override
  public long transferTo(Sink sink) throws IOException {
    requireOutside();
    sink.flush();
    long count = 0;
    while (request(1)) {
      int now = buffered();
      ((BufferedSink) sink).writeThrough(store.view(now));
      store.take(now);
      count += now;
    }
    return count;
  }

  @Override
  public long transferTo(FileRange range) throws IOException {
    ((ChannelRange) range).requireSpace();
    requireOutside();
    long first = range.position();
    if (buffered() > 0 && range.hasRemaining()) {
      ByteBuffer held = store.view((int) Math.min(buffered(), range.remaining()));
      try {
        ((ChannelRange) range).write(held);
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
          "cannot call transferTo inside atomically: the bytes could not be restored");
    }
  }

  /**
   * Returns the index of the delimiter in the buffered bytes, or -1 if EOF comes before a
   * delimiter.
   *
   * @param slack how many bytes more than {@code bytesMax} may come before the delimiter
   */
  private int find(byte delimiter, int bytesMax, int slack) throws IOException {
    long last = (long) bytesMax + slack; // long: the sum may exceed Integer.MAX_VALUE
    int seen = 0;
    while (true) {
      int limit = (int) Math.min(buffered(), last + 1);
      int found = store.find(delimiter, seen, limit);
      if (found >= 0) {
        return found;
      }
      seen = limit;
      if (seen > last) {
        throw new LimitExceededException("no delimiter within the limit of " + bytesMax + " bytes");
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

  @Override
  public String toString() {
    return "source with " + buffered() + " bytes buffered";
  }
}
