package switchboard.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import switchboard.net.internal.BufferSlice;

/**
 * A read-only view of bytes in a buffer or an array, which are not copied. A slice from {@link
 * Source#readSlice} is valid until that source is used again. After that, every method of the slice
 * throws {@link IllegalStateException}. Call {@link #toBytes} to keep the bytes. A slice from
 * {@link #of} stays valid.
 *
 * <pre>{@code
 * Slice slice = Slice.of("PING".getBytes(UTF_8));
 * int length = slice.length();
 * byte first = slice.byteAt(0);
 * }</pre>
 *
 * <p>Not thread-safe: only the thread that reads the source may use the slice. Methods do not
 * block. If an index is outside of the slice, they throw {@link IndexOutOfBoundsException}. Two
 * slices are equal if their bytes are equal.
 *
 * @since 0.1.0
 */
public sealed interface Slice permits BufferSlice {

  /**
   * Returns a view of all of {@code bytes}.
   *
   * @param bytes not copied: later changes are visible in the slice
   * @return a slice that stays valid
   */
  static Slice of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * Returns a view of a part of {@code bytes}.
   *
   * @param bytes not copied: later changes are visible in the slice
   * @param start the index of the first byte
   * @param length the number of bytes
   * @return a slice that stays valid
   * @throws IndexOutOfBoundsException if the part exceeds the array
   */
  static Slice of(byte[] bytes, int start, int length) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    return new BufferSlice(ByteBuffer.wrap(bytes), start, length);
  }

  /**
   * {@return the number of bytes in this slice}
   *
   * @throws IllegalStateException if the slice is no longer valid; every other method throws this
   *     exception, too
   */
  int length();

  /**
   * Returns one byte of this slice.
   *
   * @param at the index of the byte
   * @return the byte, -128 to 127
   * @throws IndexOutOfBoundsException if the index is not in the slice
   */
  byte byteAt(int at);

  /**
   * Returns two bytes of this slice as a signed number.
   *
   * @param at the index of the first byte
   * @param order the order of the bytes
   * @return the number
   * @throws IndexOutOfBoundsException if the bytes are not all in the slice
   */
  short shortAt(int at, ByteOrder order);

  /**
   * Returns four bytes of this slice as a signed number.
   *
   * @param at the index of the first byte
   * @param order the order of the bytes
   * @return the number
   * @throws IndexOutOfBoundsException if the bytes are not all in the slice
   */
  int intAt(int at, ByteOrder order);

  /**
   * Returns eight bytes of this slice as a signed number.
   *
   * @param at the index of the first byte
   * @param order the order of the bytes
   * @return the number
   * @throws IndexOutOfBoundsException if the bytes are not all in the slice
   */
  long longAt(int at, ByteOrder order);

  /**
   * Shortens this slice to its first {@code count} bytes.
   *
   * @param count the new length
   * @return this slice
   * @throws IndexOutOfBoundsException if {@code count} is negative or greater than {@link #length}
   */
  Slice shorten(int count);

  /** {@return a new array with a copy of the bytes of this slice} */
  byte[] toBytes();

  /**
   * Copies bytes of this slice into an array.
   *
   * @param at the index of the first byte in this slice
   * @param target receives the bytes
   * @param targetStart the index of the first byte in {@code target}
   * @param count the number of bytes
   * @throws IndexOutOfBoundsException if the bytes are not all in the slice, or do not fit into
   *     {@code target}
   */
  void copyTo(int at, byte[] target, int targetStart, int count);

  /**
   * {@return a new read-only buffer over the bytes of this slice; do not use the buffer after the
   * slice has become invalid, because the bytes may change}
   */
  ByteBuffer buffer();

  /**
   * Decodes the bytes of this slice as UTF-8.
   *
   * @return the text
   * @throws BadTextException if the bytes are not UTF-8
   */
  String text() throws BadTextException;

  /**
   * Searches this slice for a byte.
   *
   * @param wanted the byte to find
   * @param from the index to start at
   * @return the index of the first occurrence, or -1 if there is none
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than {@link #length}
   */
  int indexOf(byte wanted, int from);
}
