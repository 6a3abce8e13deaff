package switchboard.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import switchboard.net.internal.BufferSlice;

/**
 * A view of bytes in place. {@link Source#readSlice} returns one that is valid until the source is
 * used again; every later use of it fails. Call {@link #toBytes} to keep the bytes. A slice made by
 * {@link #of} stays valid. A slice is never written through. Belongs to the thread that reads the
 * source.
 *
 * <pre>{@code
 * Slice slice = Slice.of("PING".getBytes(UTF_8));
 * int length = slice.length();
 * byte first = slice.byteAt(0);
 * }</pre>
 */
public sealed interface Slice permits BufferSlice {

  /** Returns a view of all of {@code bytes}, which are not copied. */
  static Slice of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Returns a view of {@code length} of {@code bytes} from {@code start}, which are not copied. */
  static Slice of(byte[] bytes, int start, int length) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    return new BufferSlice(ByteBuffer.wrap(bytes), start, length);
  }

  /**
   * Returns the number of bytes.
   *
   * @throws IllegalStateException if the source was used again, as every other method does then
   */
  int length();

  /** Returns the byte at index {@code at}. */
  byte byteAt(int at);

  /** Returns the two bytes from {@code at} in {@code order}. */
  short shortAt(int at, ByteOrder order);

  /** Returns the four bytes from {@code at} in {@code order}. */
  int intAt(int at, ByteOrder order);

  /** Returns the eight bytes from {@code at} in {@code order}. */
  long longAt(int at, ByteOrder order);

  /** Shortens this slice to its first {@code count} bytes and returns it. */
  Slice shorten(int count);

  /** Returns a copy of the bytes. */
  byte[] toBytes();

  /** Copies {@code count} bytes from {@code at} to {@code target}. */
  void copyTo(int at, byte[] target, int targetStart, int count);

  /** Returns a read-only buffer over the bytes, valid for as long as this slice. */
  ByteBuffer buffer();

  /**
   * Decodes the bytes as UTF-8.
   *
   * @throws BadTextException if they are malformed
   */
  String text() throws BadTextException;

  /** Returns the first index of {@code wanted} from {@code from} on, or -1. */
  int indexOf(byte wanted, int from);
}
