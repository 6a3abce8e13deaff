package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Buffers;

/**
 * The file-like writing side of a connection: it gathers small writes and sends them when {@link
 * #flush} is called or its buffer is full. Belongs to one thread at a time. Methods block only when
 * the buffer has to be sent, as {@link Connection#write} does and with the same errors. It owns a
 * buffer only while there are bytes to send.
 */
public final class Sink {
  private final Connection connection;
  private @Nullable ByteBuffer store;

  /** Writes to {@code connection}. */
  public Sink(Connection connection) {
    this.connection = connection;
  }

  /** How many bytes wait for {@link #flush}. */
  public int buffered() {
    ByteBuffer current = store;
    return current == null ? 0 : current.position();
  }

  /** Adds all of {@code bytes}. */
  public Sink write(byte[] bytes) throws IOException {
    return write(ByteBuffer.wrap(bytes));
  }

  /** Adds what remains in {@code bytes}, and takes it from there. */
  public Sink write(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() >= Buffers.BYTES) {
      flush();
      connection.write(bytes);
      return this;
    }
    if (bytes.remaining() > room().remaining()) {
      flush();
    }
    room().put(bytes);
    return this;
  }

  /** Adds {@code bytes}. */
  public Sink write(Slice bytes) throws IOException {
    bytes.writeTo(this);
    return this;
  }

  /** Adds bytes that lie anywhere in {@code bytes}, whose position and limit stay. */
  void write(ByteBuffer bytes, int from, int count) throws IOException {
    if (count >= Buffers.BYTES) {
      flush();
      connection.write(bytes.slice(from, count));
      return;
    }
    ByteBuffer room = room(count);
    room.put(room.position(), bytes, from, count).position(room.position() + count);
  }

  /** Adds the low {@code bytes} bytes of {@code value}, 1 to 8. */
  public Sink writeNumber(long value, int bytes, ByteOrder order) throws IOException {
    ByteBuffer room = room(bytes);
    if (bytes == Integer.BYTES) {
      room.order(order).putInt((int) value);
      return this;
    }
    for (int i = 0; i < bytes; i++) {
      int shift = order == ByteOrder.BIG_ENDIAN ? bytes - 1 - i : i;
      room.put((byte) (value >>> (Byte.SIZE * shift)));
    }
    return this;
  }

  /** Forgets what was added and not sent. */
  public void discard() {
    ByteBuffer current = store;
    if (current != null) {
      store = null;
      Buffers.giveBack(current);
    }
  }

  /** Adds {@code text} in UTF-8. */
  public Sink writeText(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds {@code text} in UTF-8, and LF. */
  public Sink writeLine(String text) throws IOException {
    return writeText(text + "\n");
  }

  /**
   * Adds {@code text} in UTF-8, and CR LF.
   *
   * @throws IllegalArgumentException when the text contains CR or LF, which would make two lines of
   *     it; nothing was added
   */
  public Sink writeCrlfLine(String text) throws IOException {
    int at = CrlfLines.firstIn(text);
    if (at >= 0) {
      throw new IllegalArgumentException(
          "a line contains neither CR nor LF; this text has one at " + at);
    }
    return writeText(text + "\r\n");
  }

  /** Adds {@code value} in decimal digits, with a minus sign if it is negative. */
  public Sink writeDecimal(long value) throws IOException {
    int length = Decimals.length(value);
    Decimals.put(value, length, room(length));
    return this;
  }

  /** Adds one byte, the low eight bits of {@code value}. */
  public Sink writeByte(int value) throws IOException {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  /** Adds two bytes in network byte order, the low sixteen bits of {@code value}. */
  public Sink writeShort(int value) throws IOException {
    return writeShort(value, ByteOrder.BIG_ENDIAN);
  }

  /** Adds two bytes in {@code order}. */
  public Sink writeShort(int value, ByteOrder order) throws IOException {
    room(Short.BYTES).order(order).putShort((short) value);
    return this;
  }

  /** Adds four bytes in network byte order. */
  public Sink writeInt(int value) throws IOException {
    return writeInt(value, ByteOrder.BIG_ENDIAN);
  }

  /** Adds four bytes in {@code order}. */
  public Sink writeInt(int value, ByteOrder order) throws IOException {
    room(Integer.BYTES).order(order).putInt(value);
    return this;
  }

  /** Adds eight bytes in network byte order. */
  public Sink writeLong(long value) throws IOException {
    return writeLong(value, ByteOrder.BIG_ENDIAN);
  }

  /** Adds eight bytes in {@code order}. */
  public Sink writeLong(long value, ByteOrder order) throws IOException {
    room(Long.BYTES).order(order).putLong(value);
    return this;
  }

  /**
   * Blocks until the kernel has accepted everything that was added. A flush that is cut before the
   * first byte went out may be repeated.
   */
  public void flush() throws IOException {
    ByteBuffer current = store;
    if (current == null) {
      return;
    }
    store = null; // a second thread, who has no business here, must not give it back again
    current.flip();
    try {
      connection.write(current);
    } finally {
      if (current.hasRemaining()) {
        store = current.compact();
      } else {
        Buffers.giveBack(current);
      }
    }
  }

  /**
   * Flushes, and sends what remains of {@code range}, as {@link Connection#transferFrom} does.
   *
   * @return the number of bytes; fewer than remained when the file ended before
   */
  public long transferFrom(FileRange range) throws IOException {
    flush();
    return connection.transferFrom(range);
  }

  /** Flushes, and ends the stream towards the peer. */
  public void finish() throws IOException {
    flush();
    connection.shutdownOutput();
  }

  /** Sends {@code bytes} at once, behind what was added before. */
  void writeThrough(ByteBuffer bytes) throws IOException {
    flush();
    connection.write(bytes);
  }

  private ByteBuffer room(int count) throws IOException {
    if (room().remaining() < count) {
      flush();
    }
    return room();
  }

  private ByteBuffer room() {
    ByteBuffer current = store;
    if (current == null) {
      current = Buffers.borrow();
      store = current;
    }
    return current;
  }
}
