package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.FileRange;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.WriteAction;
import switchboard.net.spi.support.BufferPool;

/** The implementation of {@link Sink}. Only one thread may use it at a time. */
public abstract sealed class BufferedSink implements Sink permits ConnectionSink, OutputSink {
  /** The buffered bytes, from index 0 to the position; null while nothing is buffered. */
  private @Nullable ByteBuffer store;

  /**
   * The full buffers whose bytes come before the bytes of {@link #store}. Used only while a message
   * is added that does not fit into one buffer. Null until it is used for the first time.
   */
  private @Nullable BufferChain chain;

  /** Whether a message is being added. Nothing is sent before the message is complete. */
  private boolean inMessage;

  /** Whether {@link #discard} was called after the current message was begun. */
  private boolean discarded;

  BufferedSink() {}

  /** Writes all of {@code bytes}. Blocks until all bytes have been written. */
  abstract void send(ByteBuffer bytes) throws IOException;

  /** Writes all of {@code buffers} as one write. Blocks until all bytes have been written. */
  abstract void send(ByteBuffer... buffers) throws IOException;

  /**
   * Writes as many bytes as the output accepts without blocking, and returns the number of bytes
   * written.
   */
  abstract int trySend(ByteBuffer bytes) throws IOException;

  /** Sends the remaining bytes of {@code range}, and returns the number of bytes sent. */
  abstract long send(FileRange range) throws IOException;

  /** Called by {@link #flush} after all buffered bytes have been written. */
  abstract void sent() throws IOException;

  /** Shuts down the output of the connection, or closes the output stream. */
  abstract void end() throws IOException;

  @Override
  public int buffered() {
    ByteBuffer current = store;
    return current == null ? 0 : current.position();
  }

  @Override
  public Sink write(byte[] bytes) throws IOException {
    return write(ByteBuffer.wrap(bytes));
  }

  @Override
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

  @Override
  public Sink write(Slice bytes) throws IOException {
    ((BufferSlice) bytes).writeTo(this);
    return this;
  }

  /**
   * Adds {@code count} bytes from index {@code from}. Does not change the position and the limit of
   * {@code bytes}.
   */
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

  @Override
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

  @Override
  public void atomically(WriteAction message) throws IOException {
    add(message, false);
  }

  @Override
  public void sendAtomically(WriteAction message) throws IOException {
    add(message, true);
  }

  private void add(WriteAction message, boolean send) throws IOException {
    if (inMessage) {
      message.write(this); // becomes a part of the enclosing message
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

  /** Appends bytes without copying them. */
  private void link(ByteBuffer bytes) {
    unstore();
    chain().addReference(bytes);
  }

  /** Moves the buffered bytes to the end of the chain. */
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

  /**
   * Removes all bytes of the current message. Keeps the {@code mark} bytes that were buffered
   * before the message; they are in {@code first}.
   */
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

  @Override
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

  @Override
  public Sink writeText(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Sink writeLine(String text) throws IOException {
    return writeText(text + "\n");
  }

  @Override
  public Sink writeCrlfLine(String text) throws IOException {
    int at = CrlfLines.firstIn(text);
    if (at >= 0) {
      throw new IllegalArgumentException(
          "a line must not contain CR or LF, but this text has one at index " + at);
    }
    return writeText(text + "\r\n");
  }

  @Override
  public Sink writeDecimal(long value) throws IOException {
    int length = DecimalDigits.length(value);
    DecimalDigits.put(value, length, room(length));
    return this;
  }

  @Override
  public Sink writeByte(int value) throws IOException {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  @Override
  public Sink writeShort(int value) throws IOException {
    return writeShort(value, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public Sink writeShort(int value, ByteOrder order) throws IOException {
    room(Short.BYTES).order(order).putShort((short) value);
    return this;
  }

  @Override
  public Sink writeInt(int value) throws IOException {
    return writeInt(value, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public Sink writeInt(int value, ByteOrder order) throws IOException {
    room(Integer.BYTES).order(order).putInt(value);
    return this;
  }

  @Override
  public Sink writeLong(long value) throws IOException {
    return writeLong(value, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public Sink writeLong(long value, ByteOrder order) throws IOException {
    room(Long.BYTES).order(order).putLong(value);
    return this;
  }

  /**
   * Blocks until the kernel has accepted all buffered bytes. If the call times out or is
   * interrupted before the kernel has accepted a byte, it may be repeated.
   */
  @Override
  public void flush() throws IOException {
    if (!inMessage) {
      flushStore();
      sent();
    }
  }

  private void flushStore() throws IOException {
    ByteBuffer current = store;
    if (current == null) {
      return;
    }
    store = null; // so that a second thread, which must not exist, does not release it too
    current.flip();
    try {
      send(current);
    } finally {
      keep(current);
    }
  }

  /** Keeps the bytes that were not written. If all bytes were written, releases the buffer. */
  private void keep(ByteBuffer flipped) {
    if (flipped.hasRemaining()) {
      store = flipped.compact();
    } else {
      BufferPool.release(flipped);
    }
  }

  @Override
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
        count = trySend(current);
      } while (count > 0 && current.hasRemaining());
    } finally {
      keep(current);
    }
    return store == null;
  }

  /** Sends a message and all bytes that were added before it, as one write. */
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
      send(all);
    } catch (IOException e) {
      untouched = remaining(all) == remaining;
      throw e;
    } finally {
      if (!untouched) {
        discard();
      }
    }
  }

  /**
   * Sends the buffered bytes. Unlike {@link #flushStore}, does not change the buffer if the write
   * fails before its first byte, so that the message can be removed from the buffer.
   */
  private void flushMessage() throws IOException {
    ByteBuffer current = store;
    if (current == null) {
      return;
    }
    current.flip();
    try {
      send(current);
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

  @Override
  public long transferFrom(FileRange range) throws IOException {
    requireNoMessage();
    flush();
    return send(range);
  }

  @Override
  public void shutdownOutput() throws IOException {
    requireNoMessage();
    flush();
    end();
  }

  private void requireNoMessage() {
    if (inMessage) {
      throw new IllegalStateException("cannot send while a message is being added");
    }
  }

  /** Sends the buffered bytes and {@code bytes} as one write. */
  void writeThrough(ByteBuffer bytes) throws IOException {
    requireNoMessage();
    ByteBuffer current = store;
    if (current == null) {
      send(bytes);
      return;
    }
    store = null;
    current.flip();
    try {
      send(current, bytes);
    } finally {
      keep(current);
    }
  }

  /**
   * Returns a buffer with space for {@code count} bytes. If the current buffer is full, first sends
   * the buffer or, while a message is added, moves the buffer to the chain.
   */
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

  @Override
  public String toString() {
    return "sink with " + buffered() + " bytes buffered";
  }
}
