package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Connection;
import switchboard.net.FileRange;

/** The sink that writes to a connection. */
public final class ConnectionSink extends BufferedSink {
  private final Connection connection;

  /** Creates a sink that writes to {@code connection}. */
  public ConnectionSink(Connection connection) {
    this.connection = connection;
  }

  @Override
  void send(ByteBuffer bytes) throws IOException {
    connection.write(bytes);
  }

  @Override
  void send(ByteBuffer... buffers) throws IOException {
    connection.write(buffers);
  }

  @Override
  int trySend(ByteBuffer bytes) throws IOException {
    return connection.tryWrite(bytes);
  }

  @Override
  long send(FileRange range) throws IOException {
    return connection.transferFrom(range);
  }

  @Override
  void sent() {}

  @Override
  void end() throws IOException {
    connection.shutdownOutput();
  }
}
