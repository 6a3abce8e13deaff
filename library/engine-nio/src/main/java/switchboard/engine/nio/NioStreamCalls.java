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

/** The calls on one connected channel of the JDK. */
final class NioStreamCalls implements StreamCalls {
  /**
   * The maximum number of bytes of a heap buffer that one call transfers. Without this limit, the
   * JDK would copy all remaining bytes of a heap buffer into a direct buffer, and keep the direct
   * buffer for the thread.
   */
  private static final int PIECE_BYTES = 128 * 1024;

  /** The number of bytes of a file that are transferred between two checks of the deadline. */
  private static final int FILE_PIECE_BYTES = 1 << 20;

  private final SocketChannel channel;
  private final boolean inet;

  private NioStreamCalls(SocketChannel channel, Address local) {
    this.channel = channel;
    this.inet = local instanceof Address.Inet;
  }

  /** Returns a stream for {@code channel}, which must be connected. */
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
      return channel.read(target); // 0 and -1 mean the same as in StreamCalls
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
   * Returns whether a failed write means that the connection is lost. The JDK does not distinguish
   * a reset (ECONNRESET) from a close by the peer (EPIPE), after which EOF can still be read. This
   * method assumes a reset for a TCP connection, and a close by the peer for a Unix socket, which
   * is rarely reset.
   */
  @Override
  public boolean isLoss(SystemError writeFailure) {
    return inet;
  }

  /**
   * Sends a file with {@code FileChannel.transferTo}, for which the JDK uses sendfile(2). Files are
   * not received in a similar way, because the JDK would only copy the bytes, which this library
   * does itself.
   */
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

  /** Throws a FileError if a failed transfer was caused by the file, and not by the connection. */
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
   * Returns whether the peer would receive EOF instead of a reset if the channel were closed at
   * this moment. TCP resets a connection that is closed with unread input (RFC 1122 §4.2.2.13). But
   * the JDK shuts down the output before it closes a channel, so the peer would read a normal EOF.
   * May consume a byte, because no thread can read the byte after the close.
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
