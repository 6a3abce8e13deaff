package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.ReadinessSocket;
import switchboard.net.spi.support.WakeList;

/** A socket that an epoll instance watches, edge-triggered and for all kinds of events. */
final class LinuxSocket extends ReadinessSocket<EpollWatcher> {
  private static final int READ_EVENTS =
      Platform.EPOLLIN
          | Platform.EPOLLPRI
          | Platform.EPOLLRDHUP
          | Platform.EPOLLERR
          | Platform.EPOLLHUP;
  private static final int WRITE_EVENTS = Platform.EPOLLOUT | Platform.EPOLLERR | Platform.EPOLLHUP;

  /**
   * The events to request from poll(2) before a read. poll(2) also reports errors, which need not
   * be requested.
   */
  private static final int POLLED_TO_READ = Platform.EPOLLIN | Platform.EPOLLRDHUP;

  private static final int POLLED_TO_WRITE = Platform.EPOLLOUT;

  /**
   * After one of these events, data may be left although a read did not fill its buffer, and the
   * kernel reports no further event for this data.
   */
  private static final int TELLTALE_EVENTS =
      Platform.EPOLLPRI | Platform.EPOLLRDHUP | Platform.EPOLLERR | Platform.EPOLLHUP;

  /** The events that report EOF from the peer or a lost connection. */
  private static final int PEER_EVENTS =
      Platform.EPOLLRDHUP | Platform.EPOLLERR | Platform.EPOLLHUP;

  private final SocketDescriptor descriptor;
  private volatile @Nullable WakeList peerRegistrations;
  private volatile boolean suspicious;

  private final class SocketDescriptor extends Descriptor {
    SocketDescriptor(Kernel kernel, int number) {
      super(kernel, number);
    }

    @Override
    void forget(int freed) {
      EpollWatcher watching = watcherIfAny();
      if (watching != null) {
        watching.forget(LinuxSocket.this, freed);
      }
    }
  }

  LinuxSocket(Kernel kernel, int number, EngineLoops<EpollWatcher> loops) {
    super(loops);
    this.descriptor = new SocketDescriptor(kernel, number);
  }

  /** Opens a new socket. */
  static LinuxSocket open(Kernel kernel, EngineLoops<EpollWatcher> loops, int family, int type)
      throws SystemError {
    return new LinuxSocket(kernel, Errno.require(kernel.socket(family, type)), loops);
  }

  Kernel kernel() {
    return descriptor.kernel();
  }

  /** Returns the descriptor, which stays open until {@link #leave}. */
  int enter() throws SystemError {
    return descriptor.enter();
  }

  void leave() {
    descriptor.leave();
  }

  /**
   * Returns whether epoll has reported EOF, an error or urgent data. If so, data may be left after
   * a read that does not fill its buffer: the event for EOF may have been merged with the event for
   * the last bytes, and reads stop at the urgent mark (tcp(7)).
   */
  boolean isSuspicious() {
    return suspicious;
  }

  @Override
  protected void arm(Interest interest) throws SystemError {
    int number = enter();
    try {
      watcher().add(this, number);
    } finally {
      leave();
    }
  }

  boolean isArmed() {
    return slot(Interest.READ).isArmed();
  }

  /**
   * Records that epoll reports when the socket is readable or writable. One call of epoll_ctl(2)
   * has requested both reports until the socket is closed.
   */
  void setArmed() {
    slot(Interest.READ).setArmed(true);
    slot(Interest.WRITE).setArmed(true);
  }

  @Override
  protected boolean isReady(Interest interest) throws SystemError {
    return poll(interest == Interest.READ ? POLLED_TO_READ : POLLED_TO_WRITE) != 0;
  }

  /**
   * Asks the kernel which of {@code events} apply to the socket at present. The result also
   * contains error events.
   */
  int poll(int events) throws SystemError {
    int number = enter();
    try {
      return Errno.require(kernel().poll(number, events));
    } finally {
      leave();
    }
  }

  /**
   * Registers a callback that runs once: after EOF from the peer, or when the connection is lost or
   * closed.
   */
  Registration onPeerEnd(Runnable wake) {
    WakeList registrations = peerRegistrations();
    Registration registration = registrations.add(wake);
    try {
      if (!isArmed()) {
        arm(Interest.READ);
      }
      if (peerEvents() != 0) {
        registrations.fire();
      }
    } catch (SystemError closed) {
      registrations.fire();
    }
    return registration;
  }

  private synchronized WakeList peerRegistrations() {
    WakeList current = peerRegistrations;
    if (current == null) {
      current = new WakeList();
      peerRegistrations = current;
    }
    return current;
  }

  /** Asks the kernel which of {@link #PEER_EVENTS} apply to the socket at present (poll(2)). */
  int peerEvents() throws SystemError {
    return poll(Platform.EPOLLRDHUP) & PEER_EVENTS;
  }

  private void firePeerRegistrations() {
    WakeList registrations = peerRegistrations;
    if (registrations != null) {
      registrations.fire();
    }
  }

  /** Handles {@code events} that epoll has reported. Called by the polling thread. */
  void fired(int events) {
    if ((events & TELLTALE_EVENTS) != 0) {
      suspicious = true; // set before any thread is woken
    }
    if ((events & PEER_EVENTS) != 0) {
      firePeerRegistrations();
    }
    if ((events & READ_EVENTS) != 0) {
      edge(Interest.READ);
    }
    if ((events & WRITE_EVENTS) != 0) {
      edge(Interest.WRITE);
    }
  }

  @Override
  public boolean isClosed() {
    return descriptor.isClosed();
  }

  @Override
  public void close() {
    if (descriptor.end()) {
      wakeAll();
      firePeerRegistrations();
    }
  }

  @Override
  public void awaitFreed() {
    descriptor.awaitFreed();
  }
}
