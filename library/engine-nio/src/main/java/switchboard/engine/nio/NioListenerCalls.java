package switchboard.engine.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.Options;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.ListenerCalls;

/** The calls on one listening channel of the JDK. */
final class NioListenerCalls implements ListenerCalls<SocketChannel> {
  private final ServerSocketChannel channel;
  private final EngineLoops<SelectorWatcher> loops;
  private final Options streamOptions;

  /**
   * Creates the calls for {@code channel}, which must be bound.
   *
   * @param streamOptions the options of accepted connections
   */
  NioListenerCalls(
      ServerSocketChannel channel, EngineLoops<SelectorWatcher> loops, Options streamOptions) {
    this.channel = channel;
    this.loops = loops;
    this.streamOptions = streamOptions;
  }

  @Override
  public @Nullable SocketChannel tryAccept() throws IOException {
    try {
      return channel.accept();
    } catch (IOException e) {
      throw NioErrors.ofAccept(e);
    }
  }

  /**
   * Returns whether the failure may concern only one pending connection. The JDK does not report
   * the errno. Therefore this method returns true if the listener is still open and descriptors are
   * available. If the cause is the listener and not one connection, the error occurs again at the
   * next accept.
   */
  @Override
  public boolean isOfOnePeer(SystemError acceptFailure) {
    return acceptFailure.kind() == SystemError.Kind.OTHER && channel.isOpen();
  }

  @Override
  public StreamHandle stream(SocketChannel accepted) throws IOException {
    StreamHandle stream = NioStreamCalls.stream(accepted, new NioSocket(accepted, loops));
    new NioOptions(accepted).setThoseThatApply(streamOptions);
    return stream;
  }

  /**
   * Returns whether the peer has disconnected. May consume a byte of input, which does no harm
   * because the connection will be closed.
   */
  @Override
  public boolean hasDisconnected(SocketChannel accepted, IOException failure) {
    try {
      return accepted.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException gone) {
      return true;
    }
  }

  @Override
  public void close(SocketChannel accepted) throws IOException {
    accepted.close();
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }
}
