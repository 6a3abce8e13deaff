package switchboard.engine.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.SocketFiles;

/** A listening channel. */
final class NioListener implements ListenerHandle {
  /** After so many failed callers in a row it is not the callers that fail. */
  private static final int FAILURES_MAX = 1024;

  private final ServerSocketChannel channel;
  private final NioSocket polled;
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
    this.polled = new NioSocket(channel, engine.loops());
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
    int failures = 0;
    StreamHandle stream = null;
    while (stream == null) {
      try {
        SocketChannel caller = channel.accept();
        if (caller == null) {
          return null;
        }
        polled.spendOnReading(0);
        stream = stream(caller);
      } catch (IOException e) {
        if (!isOfOneCaller(e) || ++failures > FAILURES_MAX) {
          throw NioErrors.ofAccept(e);
        }
      }
    }
    return stream;
  }

  /**
   * Whether accept(2) may have passed on an error of one caller, who is gone; the JDK does not say.
   * An error of the listener comes again.
   */
  private boolean isOfOneCaller(IOException e) {
    return !(e instanceof SystemError) && channel.isOpen() && SystemState.hasDescriptors();
  }

  /** Returns null if the peer disconnected before the options could be applied. */
  private @Nullable StreamHandle stream(SocketChannel caller) throws IOException {
    boolean handedOut = false;
    try {
      var stream = new NioStream(caller, new NioSocket(caller, engine.loops()));
      new NioOptions(caller).setThoseThatApply(forCallers);
      handedOut = true;
      return stream;
    } catch (IOException e) {
      if (hasEnded(caller)) {
        return null;
      }
      throw new SystemError(
          SystemError.Kind.OTHER,
          "an accepted connection does not take its options: " + e.getMessage());
    } finally {
      if (!handedOut) {
        caller.close();
      }
    }
  }

  /** Takes a byte, perhaps: nobody is going to read it. */
  private static boolean hasEnded(SocketChannel caller) {
    try {
      return caller.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException gone) {
      return true;
    }
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
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
