package switchboard.testkit.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.BytePipe;
import switchboard.net.spi.support.WakeList;

/**
 * A connect in memory. The listener determines when it completes. Safe for use by several threads.
 */
final class MemoryConnect implements ConnectHandle {
  private final MemorySockets sockets;
  private final Address target;
  private final MemoryOptions options;

  /**
   * The local address that {@link Option#LOCAL_ADDRESS} requests, or null; the port of the address
   * may be 0.
   */
  private final Address.@Nullable Inet near;

  private final WakeList wakes = new WakeList();
  private @Nullable MemoryListener called; // set once, before the handle is handed out
  private @Nullable MemoryStream stream; // guarded by this, as are all fields below
  private @Nullable SystemError failure;
  private boolean finished;
  private boolean closed;

  MemoryConnect(MemorySockets sockets, Address remote, Options chosen) {
    this.sockets = sockets;
    this.target = AddressTable.dialled(remote);
    this.options = MemoryOptions.ofStream(target, chosen);
    this.near = near(target, chosen);
  }

  /** Starts the connect. Throws an exception immediately if no listener is bound to the target. */
  void start() throws SystemError {
    if (near != null && near.port() != 0) {
      sockets.hold(this, near);
    }
    sockets.opened(this);
    MemoryListener listener = sockets.streams().find(target);
    if (listener == null) {
      boolean file = target instanceof Address.Unix unix && !unix.isAbstract();
      fail(
          new SystemError(
              SystemError.Kind.REFUSED,
              file ? "No such file or directory" : "Connection refused",
              file ? "ENOENT" : "ECONNREFUSED"));
    } else {
      called = listener;
      listener.call(this);
    }
  }

  private static Address.@Nullable Inet near(Address target, Options chosen) {
    Address.Inet asked = chosen.get(Option.LOCAL_ADDRESS).orElse(null);
    if (asked != null && asked.ip().isAnyLocalAddress() && target instanceof Address.Inet inet) {
      return inet.withPort(asked.port());
    }
    return asked;
  }

  /** Returns this side's end of a new stream to the target. */
  MemoryStream.End newEnd(MemorySockets sockets) throws SystemError {
    Address local = localAddress(sockets);
    var toMe = new BytePipe(sockets.bytesMax());
    var fromMe = new BytePipe(sockets.bytesMax());
    return new MemoryStream.End(local, target, toMe, fromMe);
  }

  private Address localAddress(MemorySockets sockets) throws SystemError {
    if (near != null && near.port() != 0) {
      return near;
    }
    return switch (target) {
      case Address.Inet inet -> sockets.hold(this, near == null ? inet.withPort(0) : near);
      case Address.Unix _ -> new Address.Unix("");
    };
  }

  void succeed(MemoryStream.End end) {
    var made = new MemoryStream(sockets, end, options);
    sockets.handOver(this, made);
    boolean wanted;
    synchronized (this) {
      wanted = !closed;
      if (wanted) {
        stream = made;
      }
    }
    if (wanted) {
      wakes.fire();
    } else {
      made.close();
    }
  }

  void fail(SystemError reason) {
    synchronized (this) {
      failure = reason;
    }
    wakes.fire();
  }

  @Override
  public StreamHandle finish() throws IOException {
    while (true) {
      StreamHandle made = tryFinish();
      if (made != null) {
        return made;
      }
      wakes.await(this::decided);
    }
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    MemoryStream made;
    synchronized (this) {
      if (closed) {
        throw SystemError.closed();
      }
      if (failure != null) {
        throw failure;
      }
      made = stream;
      finished = made != null;
    }
    if (made != null) {
      sockets.opened(made);
      sockets.closed(this);
    }
    return made;
  }

  private synchronized boolean decided() {
    return closed || failure != null || stream != null;
  }

  @Override
  public void close() {
    MemoryStream unclaimed;
    synchronized (this) {
      if (closed || finished) {
        return;
      }
      closed = true;
      unclaimed = stream;
    }
    MemoryListener listener = called;
    if (listener != null) {
      listener.giveUp(this);
    }
    if (unclaimed != null) {
      unclaimed.close();
    }
    sockets.closed(this);
    wakes.fire();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    Registration watch = wakes.add(wake);
    if (decided()) {
      wakes.fire();
    }
    return watch;
  }

  @Override
  public ConnectionOptions options() {
    return options;
  }

  @Override
  public String toString() {
    return "connect to " + target;
  }
}
