package switchboard.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import switchboard.net.Connection;

/** One side of a talk between two processes, by whichever way; one thread on either side. */
interface Link extends AutoCloseable {

  /** Sends all that remains in {@code bytes}; blocks or spins until it has gone. */
  void send(ByteBuffer bytes) throws IOException;

  /** Fills all the room in {@code bytes}; blocks or spins until it is full. */
  void receive(ByteBuffer bytes) throws IOException;

  @Override
  void close() throws IOException;

  /** Over a pair of pipes, by the JDK's streams; the buffers have arrays. */
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

  /** Over a blocking channel of the JDK. */
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

  /** Over a connection of ours. */
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
