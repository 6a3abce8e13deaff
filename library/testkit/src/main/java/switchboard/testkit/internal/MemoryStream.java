package switchboard.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Option;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.BytePipe;
import switchboard.net.spi.support.Waiting;

/**
 * One end of a stream in memory: it reads from one pipe and writes to another. Safe for use by
 * several threads.
 */
final class MemoryStream implements StreamHandle {
  private static final String RESET = "Connection reset by peer";

  private final MemorySockets sockets;
  private final Address local;
  private final Address remote;
  private final BytePipe in;
  private final BytePipe out;
  private final MemoryOptions options;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean inputShut;

  /** One end of a stream: its addresses and its pipes. */
  record End(Address local, Address remote, BytePipe in, BytePipe out) {
    /** Returns the other end of the same stream. */
    End turned() {
      return new End(remote, local, out, in);
    }
  }

  MemoryStream(MemorySockets sockets, End end, MemoryOptions options) {
    this.sockets = sockets;
    this.local = end.local;
    this.remote = end.remote;
    this.in = end.in;
    this.out = end.out;
    this.options = options;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireWritable(target);
    while (true) {
      int taken = tryRead(target);
      if (taken != 0) {
        return taken;
      }
      awaitReadable();
    }
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    requireWritable(target);
    requireOpen();
    if (inputShut) {
      return -1;
    }
    try {
      int taken = in.tryRead(target);
      requireOpen(); // if this side has closed, the read must fail instead of returning EOF
      return taken;
    } catch (SystemError e) {
      requireOpen();
      throw e;
    }
  }

  /**
   * Registers for a notification and waits for it, instead of waiting in the pipe: {@link
   * #shutdownInput} must wake this reader without an effect on the peer, which uses the same pipe.
   */
  @Override
  public void awaitReadable() throws IOException {
    Thread reader = Thread.currentThread();
    while (!canRead()) {
      Registration watch = in.onReadable(() -> LockSupport.unpark(reader));
      try {
        if (!canRead()) {
          Waiting.park(this);
        }
      } finally {
        watch.cancel();
      }
    }
    requireOpen();
  }

  private boolean canRead() {
    return inputShut || closed.get() || in.canRead();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    try {
      return out.write(source);
    } catch (SystemError e) {
      requireOpen();
      throw e;
    }
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    requireOpen();
    try {
      return out.tryWrite(source);
    } catch (SystemError e) {
      requireOpen();
      throw e;
    }
  }

  private static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
  }

  private void requireOpen() throws SystemError {
    if (closed.get()) {
      throw SystemError.closed();
    }
  }

  @Override
  public void shutdownOutput() {
    out.end();
  }

  @Override
  public void shutdownInput() {
    inputShut = true;
    in.fire();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      if (hasUnread() || resetsOnClose()) {
        reset();
      } else {
        out.end();
        in.abandon();
      }
      sockets.closed(this);
    }
  }

  private boolean hasUnread() {
    try {
      return in.peek(ByteBuffer.allocate(1)) > 0;
    } catch (IOException alreadyReset) {
      return false;
    }
  }

  private boolean resetsOnClose() {
    return options.supports(Option.LINGER) && options.get(Option.LINGER).equals(Duration.ZERO);
  }

  @Override
  public void abort() {
    if (closed.compareAndSet(false, true)) {
      reset();
      sockets.closed(this);
    }
  }

  private void reset() {
    out.fail(RESET);
    in.fail(RESET);
    in.abandon();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    if (closed.get() || (interest == Interest.READ && inputShut)) {
      wake.run();
      return () -> {};
    }
    if (interest == Interest.WRITE) {
      return out.onWritable(wake);
    }
    Registration watch = in.onReadable(wake);
    if (inputShut) {
      in.fire(); // input was shut down between the check above and the registration
    }
    return watch;
  }

  @Override
  public PeerState peerState() {
    if (closed.get() || inputShut) {
      return PeerState.UNKNOWN;
    }
    return in.isBroken() || out.isBroken()
        ? PeerState.DISCONNECTED
        : in.hasEnded() ? PeerState.HALF_CLOSED : PeerState.OPEN;
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    var notified = new AtomicBoolean();
    Runnable once =
        () -> {
          if (notified.compareAndSet(false, true)) {
            wake.run();
          }
        };
    Registration input = in.onEnd(once);
    Registration output =
        out.onEnd(() -> {
          // false if the output has ended only because this side has shut it down
          if (out.isBroken() || closed.get()) {
            once.run();
          }
        });
    return () -> {
      input.cancel();
      output.cancel();
    };
  }

  @Override
  public ConnectionOptions options() {
    return options;
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public Address remote() {
    return remote;
  }

  @Override
  public String toString() {
    return "stream " + local + " to " + remote;
  }
}
