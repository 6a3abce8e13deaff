package switchboard.engine.nio;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Interest;
import switchboard.net.LiveOptions;
import switchboard.net.Options;
import switchboard.net.Selectable.Watch;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.SocketFiles;
import switchboard.net.spi.StreamHandle;

/** A listening channel. */
final class NioListener implements ListenerHandle {
  private final ServerSocketChannel channel;
  private final Polled polled;
  private final Address local;
  private final Options forCallers;
  private final NioEngine engine;

  /** What the file of a Unix socket was when it was made, so that we never remove another's. */
  private final @Nullable Object fileKey;

  /** Takes over a channel that is bound. */
  NioListener(
      ServerSocketChannel channel, NioEngine engine, Options options, @Nullable Object fileKey)
      throws IOException {
    this.channel = channel;
    this.engine = engine;
    this.fileKey = fileKey;
    this.polled = new Polled(channel, engine.watchers());
    this.local = NioAddresses.fromJdk(channel.getLocalAddress());
    this.forCallers = engine.streamOptions(local, options);
  }

  @Override
  public StreamHandle accept() throws IOException {
    while (true) {
      StreamHandle stream = tryAccept();
      if (stream != null) {
        return stream;
      }
      polled.awaitReadable();
    }
  }

  @Override
  public @Nullable StreamHandle tryAccept() throws IOException {
    try {
      SocketChannel caller = channel.accept();
      if (caller == null) {
        return null;
      }
      polled.spendOnReading(0);
      return stream(caller);
    } catch (IOException e) {
      throw NioErrors.translate(e);
    }
  }

  private @Nullable StreamHandle stream(SocketChannel caller) throws IOException {
    boolean handedOut = false;
    try {
      var stream = new NioStream(caller, new Polled(caller, engine.watchers()));
      new NioOptions(caller).setThoseThatApply(forCallers);
      handedOut = true;
      return stream;
    } catch (IOException gone) {
      return null; // the caller hung up already: his loss, not the listener's
    } finally {
      if (!handedOut) {
        caller.close();
      }
    }
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public LiveOptions options() {
    return new NioOptions(channel);
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    return polled.onReady(interest, wake);
  }

  @Override
  public void close() throws IOException {
    try {
      polled.close();
      polled.awaitFreed(); // so that the port is free when close returns
    } finally {
      SocketFiles.unlink(local, fileKey);
    }
  }
}
