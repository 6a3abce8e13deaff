package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.ByteSearch;

/**
 * Bytes where they lie. One that a {@link Source} lends shows its buffer until the source is used
 * again; it is the same object each time, so that a message costs no memory. Whoever wants to keep
 * the bytes takes {@link #toBytes}. One made by {@link #of} lasts. Nobody writes through a slice.
 * Belongs to the thread that reads the source.
 */
public final class Slice {
  private @Nullable ByteBuffer bytes;
  private int start;
  private int length;

  /** Nothing, until it is lent. */
  public Slice() {}

  /** All of {@code bytes}, which are not copied. */
  public static Slice of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** A stretch of {@code bytes}, which are not copied. */
  public static Slice of(byte[] bytes, int start, int length) {
    var slice = new Slice();
    slice.show(ByteBuffer.wrap(bytes), start, length);
    return slice;
  }

  /** Shows these bytes from now on. */
  public void show(ByteBuffer lent, int from, int count) {
    bytes = lent;
    start = from;
    length = count;
  }

  /** The loan is over. */
  public void invalidate() {
    bytes = null;
    length = 0;
  }

  private ByteBuffer there(int at, int count) {
    ByteBuffer current = bytes;
    if (current == null) {
      throw new IllegalStateException("these bytes were lent until the source was used again");
    }
    if ((at | count) < 0 || at > length - count) {
      throw new IndexOutOfBoundsException(at + ", " + count + " of " + length + " bytes");
    }
    return current;
  }

  /**
   * Returns the number of bytes.
   *
   * @throws IllegalStateException when the source was used again, as every other method does then
   */
  public int length() {
    var _ = there(0, 0);
    return length;
  }

  /** The byte at {@code at}, counted from 0. */
  public byte byteAt(int at) {
    return there(at, Byte.BYTES).get(start + at);
  }

  /** Two bytes from {@code at}, in {@code order}. */
  public short shortAt(int at, ByteOrder order) {
    return there(at, Short.BYTES).order(order).getShort(start + at);
  }

  /** Four bytes from {@code at}, in {@code order}. */
  public int intAt(int at, ByteOrder order) {
    return there(at, Integer.BYTES).order(order).getInt(start + at);
  }

  /** Eight bytes from {@code at}, in {@code order}. */
  public long longAt(int at, ByteOrder order) {
    return there(at, Long.BYTES).order(order).getLong(start + at);
  }

  /** Shows only the first {@code count} bytes from now on. */
  public Slice shorten(int count) {
    var _ = there(0, count);
    length = count;
    return this;
  }

  /** A copy, to keep. */
  public byte[] toBytes() {
    ByteBuffer current = there(0, length);
    byte[] copy = new byte[length];
    current.get(start, copy);
    return copy;
  }

  /** Copies {@code count} bytes from {@code at} to {@code target}. */
  public void copyTo(int at, byte[] target, int targetStart, int count) {
    there(at, count).get(start + at, target, targetStart, count);
  }

  /** A view for the JDK's sake, read-only, for as long as the bytes are lent. */
  public ByteBuffer buffer() {
    return there(0, length).slice(start, length).asReadOnlyBuffer();
  }

  /**
   * The text that they are in UTF-8.
   *
   * @throws BadTextException when they are not
   */
  public String text() throws BadTextException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer()).toString();
    } catch (CharacterCodingException notUtf8) {
      var bad = new BadTextException("a message of " + length + " bytes is not UTF-8 text");
      bad.initCause(notUtf8);
      throw bad;
    }
  }

  /** Where {@code wanted} is first from {@code from} on; -1 if it is nowhere. */
  public int indexOf(byte wanted, int from) {
    int found = ByteSearch.find(there(from, length - from), wanted, start + from, start + length);
    return found < 0 ? -1 : found - start;
  }

  /** Adds the bytes to {@code sink}. */
  void writeTo(Sink sink) throws IOException {
    ByteBuffer all = there(0, length);
    sink.write(all, start, length);
  }

  /** The same bytes. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice that
        && length() == that.length()
        && buffer().equals(that.buffer());
  }

  @Override
  public int hashCode() {
    return buffer().hashCode();
  }

  @Override
  public String toString() {
    return bytes == null ? "bytes that are no longer lent" : length + " bytes";
  }
}
