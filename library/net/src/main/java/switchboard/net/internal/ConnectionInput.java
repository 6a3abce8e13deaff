package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Connection;
import switchboard.net.FileRange;

/**
 * Reads from a connection. Acquires a buffer from the pool only when the connection is readable.
 */
final class ConnectionInput extends SourceInput {
  private final Connection connection;

  ConnectionInput(Connection connection, InputBuffer buffer) {
    super(buffer);
    this.connection = connection;
  }

  @Override
  int more() throws IOException {
    prepareToWait();
    while (true) {
      boolean idle = buffer.buffered() == 0;
      if (idle) {
        connection.awaitReadable(); // may last for hours, so the buffer is acquired afterwards
      }
      ByteBuffer room = buffer.room();
      int count = -1;
      try {
        count = idle ? connection.tryRead(room) : connection.read(room);
      } finally {
        buffer.came(Math.max(count, 0));
      }
      if (count != 0) {
        return count;
      }
    }
  }

  @Override
  int read(ByteBuffer target) throws IOException {
    prepareToWait();
    return connection.read(target);
  }

  @Override
  void transferTo(FileRange range) throws IOException {
    if (range.hasRemaining()) {
      prepareToWait();
    }
    connection.transferTo(range);
  }
}
