package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/** Implementation of {@link Slice}. */
public final class BufferSlice implements Slice {
  private @Nullable ByteBuffer bytes;
  private int start;
  private int length;

  /** Shows {@code count} bytes of {@code bytes} from {@code start}, which are not copied. */
  public BufferSlice(ByteBuffer bytes, int start, int count) {
    this.bytes = bytes;
    this.start = start;
    this.length = count;
  }

  /** Makes every later use fail. */
  void invalidate() {
    bytes = null;
    length = 0;
  }

  private ByteBuffer there(int at, int count) {
    ByteBuffer current = bytes;
    if (current == null) {
      throw new IllegalStateException("this slice was valid until its source was used again");
    }
    if ((at | count) < 0 || at > length - count) {
      throw new IndexOutOfBoundsException(at + ", " + count + " of " + length + " bytes");
    }
    return current;
  }

  @Override
  public int length() {
    var _ = there(0, 0);
    return length;
  }

  @Override
  public byte byteAt(int at) {
    return there(at, Byte.BYTES).get(start + at);
  }

  @Override
  public short shortAt(int at, ByteOrder order) {
    return there(at, Short.BYTES).order(order).getShort(start + at);
  }

  @Override
  public int intAt(int at, ByteOrder order) {
    return there(at, Integer.BYTES).order(order).getInt(start + at);
  }

  @Override
  public long longAt(int at, ByteOrder order) {
    return there(at, Long.BYTES).order(order).getLong(start + at);
  }

  @Override
  public Slice shorten(int count) {
    var _ = there(0, count);
    length = count;
    return this;
  }

  @Override
  public byte[] toBytes() {
    ByteBuffer current = there(0, length);
    byte[] copy = new byte[length];
    current.get(start, copy);
    return copy;
  }

  @Override
  public void copyTo(int at, byte[] target, int targetStart, int count) {
    there(at, count).get(start + at, target, targetStart, count);
  }

  @Override
  public ByteBuffer buffer() {
    return there(0, length).slice(start, length).asReadOnlyBuffer();
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
    int found = ByteSearch.find(there(from, length - from), wanted, start + from, start + length);
    return found < 0 ? -1 : found - start;
  }

  /** Adds the bytes to {@code sink}. */
  void writeTo(BufferedSink sink) throws IOException {
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
    return bytes == null ? "a slice that is no longer valid" : length + " bytes";
  }
}
