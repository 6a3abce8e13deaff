package switchboard.engine.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.FileRange;
import switchboard.net.spi.FileError;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.ReadinessStream;
import switchboard.net.spi.support.StreamCalls;
import switchboard.net.spi.support.UninterruptibleCalls;

/** The calls of the JDK on one connected channel. */
final class NioStreamCalls implements StreamCalls {
  /**
   * The JDK copies a complete heap buffer into a direct one, which it keeps for the thread; so it
   * gets pieces of one.
   */
  private static final int PIECE_BYTES = 128 * 1024;

  /** How much of a file moves between two looks at the deadline. */
  private static final int FILE_PIECE_BYTES = 1 << 20;

  private final SocketChannel channel;
  private final boolean inet;

  private NioStreamCalls(SocketChannel channel, Address local) {
    this.channel = channel;
    this.inet = local instanceof Address.Inet;
  }

  /** Returns the stream over {@code channel}, which is connected. */
  static ReadinessStream stream(SocketChannel channel, NioSocket socket) throws IOException {
    Address local = NioAddresses.fromJdk(channel.getLocalAddress());
    Address remote = NioAddresses.fromJdk(channel.getRemoteAddress());
    return new ReadinessStream(socket, new NioStreamCalls(channel, local), local, remote);
  }

  @Override
  public int bytesPerCall(ByteBuffer buffer) {
    int bytes = buffer.remaining();
    return buffer.isDirect() ? bytes : Math.min(bytes, PIECE_BYTES);
  }

  @Override
  public int tryRead(ByteBuffer target, int bytesMax) throws IOException {
    int limit = target.limit();
    target.limit(target.position() + bytesMax);
    try {
      return channel.read(target); // 0 and -1 mean the same there
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public int tryWrite(ByteBuffer source, int bytesMax) throws IOException {
    int limit = source.limit();
    source.limit(source.position() + bytesMax);
    try {
      return channel.write(source);
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    } finally {
      source.limit(limit);
    }
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int first) throws IOException {
    int left = PIECE_BYTES;
    int end = first;
    while (end < sources.length && sources[end].remaining() <= left) {
      left -= sources[end].remaining();
      end++;
    }
    if (end == sources.length) {
      return write(sources, first, sources.length - first);
    }
    ByteBuffer last = sources[end];
    int limit = last.limit();
    last.limit(last.position() + left);
    try {
      return write(sources, first, end - first + 1);
    } finally {
      last.limit(limit);
    }
  }

  private int write(ByteBuffer[] sources, int first, int count) throws IOException {
    try {
      return (int) channel.write(sources, first, count);
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    }
  }

  /**
   * A write that fails may have learned of a reset (ECONNRESET), or of a peer that had closed
   * before (EPIPE), whose EOF is still to be read. The JDK does not say which: TCP is then taken to
   * be lost, and a Unix socket, which has no resets as a rule, to be closed.
   */
  @Override
  public boolean isLoss(SystemError writeFailure) {
    return inet;
  }

  /** The JDK has sendfile(2) for that; the other way it only copies, as the core does. */
  @Override
  public FileTransfer sendFile(FileRange range) {
    return () -> {
      long bytes = Math.min(range.remaining(), FILE_PIECE_BYTES);
      long count = transferTo(range, bytes);
      if (count == 0) {
        return hasEnded(range) ? END : WOULD_BLOCK;
      }
      range.advance(count);
      return count;
    };
  }

  private long transferTo(FileRange range, long bytes) throws IOException {
    try {
      return UninterruptibleCalls.call(
          () -> range.file().transferTo(range.position(), bytes, channel));
    } catch (IOException e) {
      requireFile(range);
      throw NioErrors.ofStream(e);
    }
  }

  /** Fails if it is the file that fails, and not the connection. */
  private static void requireFile(FileRange range) throws FileError {
    try {
      UninterruptibleCalls.call(() -> range.file().read(ByteBuffer.allocate(1), range.position()));
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  private static boolean hasEnded(FileRange range) throws FileError {
    try {
      return range.position() >= UninterruptibleCalls.call(range.file()::size);
    } catch (IOException e) {
      throw new FileError(e);
    }
  }

  @Override
  public boolean shutdownOutput() throws IOException {
    try {
      channel.shutdownOutput();
      return true;
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      throw NioErrors.ofStream(e);
    }
  }

  /**
   * TCP resets a connection that is closed with input unread (RFC 1122 §4.2.2.13). But the JDK
   * shuts the output down before it closes, and the peer would take that for an orderly end. May
   * take a byte, which nobody can read any more.
   */
  @Override
  public boolean closeHidesLoss() {
    try {
      return inet && channel.read(ByteBuffer.allocate(1)) > 0;
    } catch (IOException lostOrClosed) {
      return false;
    }
  }

  @Override
  public void resetOnClose() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }
}
