package switchboard.net.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import switchboard.net.Connection;
import switchboard.net.SocketClosedException;

/** Adapts a connection to the streams and channels of the JDK. */
public final class JdkViews {
  private final Connection connection;

  /** Creates an adapter for {@code connection}. */
  public JdkViews(Connection connection) {
    this.connection = connection;
  }

  /** Returns a stream that reads through the connection's {@link switchboard.net.Source}. */
  public InputStream input() {
    return new Input();
  }

  /**
   * Returns a stream that writes through the connection's {@link switchboard.net.Sink}; {@code
   * flush} sends the bytes.
   */
  public OutputStream output() {
    return new Output();
  }

  /**
   * Returns a channel that reads and writes without buffering. After the connection is closed, the
   * methods of the channel throw {@link ClosedChannelException}.
   */
  public ByteChannel channel() {
    return new Channel();
  }

  /** Returns a reader of UTF-8 text that replaces malformed input. */
  public BufferedReader reader() {
    return new BufferedReader(new InputStreamReader(input(), StandardCharsets.UTF_8));
  }

  /** Returns a writer of UTF-8 text; {@code flush} sends the text. */
  public Writer writer() {
    return new OutputStreamWriter(output(), StandardCharsets.UTF_8);
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      return connection.source().exhausted() ? -1 : connection.source().readByte() & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return connection.source().read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public int available() {
      return connection.source().buffered();
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      connection.sink().writeByte(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      connection.sink().write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      connection.sink().flush();
    }

    @Override
    public void close() throws IOException {
      try {
        flush();
      } finally {
        connection.close();
      }
    }
  }

  private final class Channel implements ByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
      requireOpen();
      try {
        return connection.read(target);
      } catch (SocketClosedException e) {
        throw closedMeanwhile(e);
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      requireOpen();
      int count = source.remaining();
      try {
        connection.write(source);
      } catch (SocketClosedException e) {
        throw closedMeanwhile(e);
      }
      return count;
    }

    /** Throws the exception that {@link java.nio.channels.Channel} specifies. */
    private void requireOpen() throws ClosedChannelException {
      if (!connection.isOpen()) {
        throw new ClosedChannelException();
      }
    }

    private static AsynchronousCloseException closedMeanwhile(SocketClosedException cause) {
      var closed = new AsynchronousCloseException();
      closed.initCause(cause);
      return closed;
    }

    @Override
    public boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
