package switchboard.net;

import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a source come from. Belongs to its source's thread. */
final class Supply {
  /** Null if everything is in the store already. */
  private final @Nullable Connection connection;

  private final Store store;

  /** What is sent before it waits, if anything is. */
  private volatile @Nullable Flushable flushed;

  Supply(@Nullable Connection connection, Store store) {
    this.connection = connection;
    this.store = store;
  }

  void flushBeforeWaiting(Flushable output) {
    flushed = output;
  }

  /** Waits for more bytes behind those in the store; -1 at the end. */
  int more() throws IOException {
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
  int read(ByteBuffer target) throws IOException {
    prepareToWait();
    return connection == null ? -1 : connection.read(target);
  }

  /** Past the store, which is empty unless the range is full. */
  void transferTo(FileRange range) throws IOException {
    if (range.hasRemaining()) {
      prepareToWait();
    }
    if (connection != null) {
      connection.transferTo(range);
    }
  }

  private void prepareToWait() throws IOException {
    store.endLoan();
    Flushable output = flushed;
    if (output != null) {
      output.flush();
    }
  }
}
