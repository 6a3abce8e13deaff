package switchboard.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import switchboard.net.Connection;

/** One end of a transport between two processes. May be used by one thread at a time. */
interface Link extends AutoCloseable {

  /** Sends all remaining bytes of {@code bytes}. Blocks or spins until they are sent. */
  void send(ByteBuffer bytes) throws IOException;

  /** Receives bytes until {@code bytes} has no space left. Blocks or spins until then. */
  void receive(ByteBuffer bytes) throws IOException;

  @Override
  void close() throws IOException;

  /** A pair of pipes, through the streams of the JDK. The buffers passed to it must have arrays. */
  record OfStreams(InputStream in, OutputStream out) implements Link {
    @Override
    public void send(ByteBuffer bytes) throws IOException {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
      bytes.position(bytes.limit());
    }

    @Override
    public void receive(ByteBuffer bytes) throws IOException {
      int count =
          in.readNBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      requireSome(count == bytes.remaining() ? count : -1);
      bytes.position(bytes.limit());
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
    }
  }

  /** A blocking channel of the JDK. */
  record OfChannel(ByteChannel channel) implements Link {
    @Override
    public void send(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void receive(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        requireSome(channel.read(bytes));
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A {@link Connection} of this library. */
  record OfConnection(Connection connection) implements Link {
    @Override
    public void send(ByteBuffer bytes) throws IOException {
      connection.write(bytes);
    }

    @Override
    public void receive(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        requireSome(connection.read(bytes));
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private static void requireSome(int count) throws EOFException {
    if (count < 0) {
      throw new EOFException("the other process has ended");
    }
  }
}
