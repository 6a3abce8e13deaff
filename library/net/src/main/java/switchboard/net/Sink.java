package switchboard.net;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.BufferChain;
import switchboard.net.internal.CrlfLines;
import switchboard.net.internal.DecimalDigits;
import switchboard.net.spi.support.BufferPool;

/**
 * The file-like writing side of a connection: it gathers small writes and sends them when {@link
 * #flush} is called or its buffer is full. Belongs to one thread at a time. Methods block only when
 * the buffer has to be sent, as {@link Connection#write} does and with the same errors. It owns a
 * buffer only while there are bytes to send.
 */
public final class Sink implements Flushable {
  private final Connection connection;
  private @Nullable ByteBuffer store;

  /** What stands before the store while a message is added that is larger; null until needed. */
  private @Nullable BufferChain chain;

  /** Whether a message is being added, of which nothing is sent before it is complete. */
  private boolean inMessage;

  /** Whether what was added has been forgotten since that message was begun. */
  private boolean discarded;

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
    if (inMessage) {
      copy(bytes);
    } else if (bytes.remaining() >= BufferPool.BYTES) {
      writeThrough(bytes);
    } else {
      room(bytes.remaining()).put(bytes);
    }
    return this;
  }

  private void copy(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      ByteBuffer room = room(1);
      int count = Math.min(bytes.remaining(), room.remaining());
      room.put(room.position(), bytes, bytes.position(), count).position(room.position() + count);
      bytes.position(bytes.position() + count);
    }
  }

  /**
   * Adds {@code bytes}. Inside {@link #atomically} large ones are not copied: they stay as they are
   * until that returns.
   */
  public Sink write(Slice bytes) throws IOException {
    bytes.writeTo(this);
    return this;
  }

  /** Adds bytes that lie anywhere in {@code bytes}, whose position and limit stay. */
  void write(ByteBuffer bytes, int from, int count) throws IOException {
    if (count >= BufferPool.BYTES) {
      if (inMessage) {
        link(bytes.slice(from, count));
      } else {
        writeThrough(bytes.slice(from, count));
      }
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

  /**
   * Adds all that {@code message} adds, or nothing. It is sent with the next {@link #flush}; or
   * now, if more than a buffer holds (16 KiB) waits then. Whatever is sent goes out in one {@link
   * Connection#write(ByteBuffer...)}: so if this fails before the first byte of the message was
   * accepted nothing of it was added, and it may be repeated; if it fails later the output is
   * broken.
   *
   * @throws RuntimeException what {@code message} throws; nothing of it was added
   */
  public void atomically(WriteAction message) throws IOException {
    add(message, false);
  }

  /** Does as {@link #atomically}, and flushes: the message is sent, or nothing of it was added. */
  public void sendAtomically(WriteAction message) throws IOException {
    add(message, true);
  }

  private void add(WriteAction message, boolean send) throws IOException {
    if (inMessage) {
      message.write(this); // inside another message, of which it is a part
      return;
    }
    ByteBuffer first = store;
    int mark = buffered();
    boolean added = false;
    discarded = false;
    inMessage = true;
    try {
      message.write(this);
      if (send || isChained()) {
        sendAll();
      }
      added = true;
    } finally {
      inMessage = false;
      if (!added && !discarded) {
        rollBack(first, mark);
      }
    }
  }

  private boolean isChained() {
    return chain != null && !chain.isEmpty();
  }

  /** Adds bytes that stay where they are, behind what was added before. */
  private void link(ByteBuffer bytes) {
    unstore();
    chain().addReference(bytes);
  }

  /** Puts what the store holds into the chain. */
  private void unstore() {
    ByteBuffer current = store;
    if (current != null && current.position() > 0) {
      store = null;
      chain().addPooled(current);
    }
  }

  private BufferChain chain() {
    BufferChain current = chain;
    if (current == null) {
      current = new BufferChain();
      chain = current;
    }
    return current;
  }

  /** Forgets what was added behind the first {@code mark} bytes, which are in {@code first}. */
  private void rollBack(@Nullable ByteBuffer first, int mark) {
    ByteBuffer current = store;
    if (current != null && current != first) {
      BufferPool.release(current);
    }
    if (chain != null) {
      chain.clear(first);
    }
    store = first;
    if (first != null) {
      first.clear().position(mark);
    }
  }

  /** Forgets what was added and not sent. */
  public void discard() {
    discarded = true;
    ByteBuffer current = store;
    if (current != null) {
      store = null;
      BufferPool.release(current);
    }
    if (chain != null) {
      chain.clear(null);
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
    int length = DecimalDigits.length(value);
    DecimalDigits.put(value, length, room(length));
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
  @Override
  public void flush() throws IOException {
    if (!inMessage) {
      flushStore();
    }
  }

  private void flushStore() throws IOException {
    ByteBuffer current = store;
    if (current == null) {
      return;
    }
    store = null; // a second thread, which must not be here, must not give it back again
    current.flip();
    try {
      connection.write(current);
    } finally {
      keep(current);
    }
  }

  private void keep(ByteBuffer flipped) {
    if (flipped.hasRemaining()) {
      store = flipped.compact();
    } else {
      BufferPool.release(flipped);
    }
  }

  /**
   * Sends what the kernel takes now; never blocks.
   *
   * @return whether nothing is left that was added
   */
  public boolean tryFlush() throws IOException {
    ByteBuffer current = store;
    if (current == null) {
      return true;
    }
    store = null;
    current.flip();
    try {
      int count;
      do {
        count = connection.tryWrite(current);
      } while (count > 0 && current.hasRemaining());
    } finally {
      keep(current);
    }
    return store == null;
  }

  /** Sends a message and all that was added before it, in one write. */
  private void sendAll() throws IOException {
    if (!isChained()) {
      flushMessage();
      return;
    }
    ByteBuffer last = store;
    ByteBuffer[] all = chain().with(last == null ? null : last.flip());
    long remaining = remaining(all);
    boolean untouched = false;
    try {
      connection.write(all);
    } catch (IOException e) {
      untouched = remaining(all) == remaining;
      throw e;
    } finally {
      if (!untouched) {
        discard();
      }
    }
  }

  /** As {@link #flushStore}, but what fails before its first byte is left to be rolled back. */
  private void flushMessage() throws IOException {
    ByteBuffer current = store;
    if (current == null) {
      return;
    }
    current.flip();
    try {
      connection.write(current);
    } finally {
      if (current.position() > 0) {
        discard();
      }
    }
  }

  private static long remaining(ByteBuffer[] buffers) {
    long remaining = 0;
    for (ByteBuffer each : buffers) {
      remaining += each.remaining();
    }
    return remaining;
  }

  /**
   * Flushes, and sends what remains of {@code range}, as {@link Connection#transferFrom} does.
   *
   * @return the number of bytes; fewer than remained when the file ended before
   */
  public long transferFrom(FileRange range) throws IOException {
    requireNoMessage();
    flush();
    return connection.transferFrom(range);
  }

  /** Flushes, and ends the stream towards the peer. */
  public void shutdownOutput() throws IOException {
    requireNoMessage();
    flush();
    connection.shutdownOutput();
  }

  private void requireNoMessage() {
    if (inMessage) {
      throw new IllegalStateException("nothing is sent while a message is being added");
    }
  }

  /** Sends {@code bytes} at once, behind what was added before. */
  void writeThrough(ByteBuffer bytes) throws IOException {
    requireNoMessage();
    ByteBuffer current = store;
    if (current == null) {
      connection.write(bytes);
      return;
    }
    store = null;
    current.flip();
    try {
      connection.write(current, bytes);
    } finally {
      keep(current);
    }
  }

  private ByteBuffer room(int count) throws IOException {
    if (room().remaining() < count) {
      if (inMessage) {
        unstore();
      } else {
        flushStore();
      }
    }
    return room();
  }

  private ByteBuffer room() {
    ByteBuffer current = store;
    if (current == null) {
      current = BufferPool.acquire();
      store = current;
    }
    return current;
  }
}
