package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/** The implementation of {@link Slice}: a part of a buffer that a source owns. */
public final class BufferSlice implements Slice {
  private @Nullable ByteBuffer bytes;
  private int start;
  private int length;

  /**
   * Creates a view of {@code count} bytes of {@code bytes}, from index {@code start}. The bytes are
   * not copied.
   */
  public BufferSlice(ByteBuffer bytes, int start, int count) {
    this.bytes = bytes;
    this.start = start;
    this.length = count;
  }

  /** Makes every later use of this slice throw an exception. */
  void invalidate() {
    bytes = null;
    length = 0;
  }

  /** Checks that the slice is valid and has {@code count} bytes at index {@code at}. */
  private ByteBuffer checked(int at, int count) {
    ByteBuffer current = bytes;
    if (current == null) {
      throw new IllegalStateException(
          "this slice is no longer valid, because its source was used again");
    }
    if ((at | count) < 0 || at > length - count) {
      throw new IndexOutOfBoundsException(
          count + " bytes at index " + at + " of a slice of " + length + " bytes");
    }
    return current;
  }

  @Override
  public int length() {
    var _ = checked(0, 0);
    return length;
  }

  @Override
  public byte byteAt(int at) {
    return checked(at, Byte.BYTES).get(start + at);
  }

  @Override
  public short shortAt(int at, ByteOrder order) {
    return checked(at, Short.BYTES).order(order).getShort(start + at);
  }

  @Override
  public int intAt(int at, ByteOrder order) {
    return checked(at, Integer.BYTES).order(order).getInt(start + at);
  }

  @Override
  public long longAt(int at, ByteOrder order) {
    return checked(at, Long.BYTES).order(order).getLong(start + at);
  }

  @Override
  public Slice shorten(int count) {
    var _ = checked(0, count);
    length = count;
    return this;
  }

  @Override
  public byte[] toBytes() {
    ByteBuffer current = checked(0, length);
    byte[] copy = new byte[length];
    current.get(start, copy);
    return copy;
  }

  @Override
  public void copyTo(int at, byte[] target, int targetStart, int count) {
    checked(at, count).get(start + at, target, targetStart, count);
  }

  @Override
  public ByteBuffer buffer() {
    return checked(0, length).slice(start, length).asReadOnlyBuffer();
  }

  @Override
  public String text() throws BadTextException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer()).toString();
    } catch (CharacterCodingException notUtf8) {
      var bad = new BadTextException("a message of " + length + " bytes is not UTF-8 text");
      bad.initCause(notUtf8);
      throw bad;
    }
  }

  @Override
  public int indexOf(byte wanted, int from) {
    int found = ByteSearch.find(checked(from, length - from), wanted, start + from, start + length);
    return found < 0 ? -1 : found - start;
  }

  /** Writes the bytes of this slice to {@code sink}. */
  void writeTo(BufferedSink sink) throws IOException {
    ByteBuffer all = checked(0, length);
    sink.write(all, start, length);
  }

  /** Returns whether the other object is a slice with the same bytes. */
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
    return bytes == null ? "a slice that is no longer valid" : length + " bytes";
  }
}
