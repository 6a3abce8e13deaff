package switchboard.net.internal;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.FileRange;

/** Where the bytes of a source come from. Belongs to its source's thread. */
public final class SourceInput {
  /** Null if everything is in the store already. */
  private final @Nullable Connection connection;

  private final InputBuffer store;

  /** What is sent before it waits, if anything is. */
  private volatile @Nullable Flushable flushed;

  public SourceInput(@Nullable Connection connection, InputBuffer store) {
    this.connection = connection;
    this.store = store;
  }

  public void flushBeforeWaiting(Flushable output) {
    flushed = output;
  }

  /** Waits for more bytes behind those in the store; -1 at the end. */
  public int more() throws IOException {
    prepareToWait();
    if (connection == null) {
      return -1;
    }
    while (true) {
      boolean idle = store.buffered() == 0;
      if (idle) {
        connection.awaitReadable(); // before a buffer is borrowed, perhaps for hours
      }
      ByteBuffer room = store.room();
      int count = -1;
      try {
        count = idle ? connection.tryRead(room) : connection.read(room);
      } finally {
        store.came(Math.max(count, 0));
      }
      if (count != 0) {
        return count;
      }
    }
  }

  /** Past the store, which is empty; -1 at the end. */
  public int read(ByteBuffer target) throws IOException {
    prepareToWait();
    return connection == null ? -1 : connection.read(target);
  }

  /** Past the store, which is empty unless the range is full. */
  public void transferTo(FileRange range) throws IOException {
    if (range.hasRemaining()) {
      prepareToWait();
    }
    if (connection != null) {
      connection.transferTo(range);
    }
  }

  private void prepareToWait() throws IOException {
    store.endSlice();
    Flushable output = flushed;
    if (output != null) {
      output.flush();
    }
  }
}
